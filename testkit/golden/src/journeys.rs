//! The journeys of `flow/3-conversion/tests/journeys.md`: how touches, rules and credit are written there.

use click::{BotReason, Consent, Verdict};
use conversion::{Bond, Candidate, Correction, Outcome, Share};
use program::{Model, Policy, PolicyRules};
use referral::{Evidence, Touch, TouchSource};
use words::{
    ClickId, CodeId, ConversionId, CorrectionId, CustomerId, DealId, EnrollmentId, Instant, LinkId, MILLION,
    Mode, PartnerId, PolicyId, ProgramId, Scope, SubmissionId, TouchId, WorkspaceId,
};

const MICROS_PER_SECOND: i64 = 1_000_000;
const PAGE: &str = include_str!("../../../flow/3-conversion/tests/journeys.md");

/// The source and the external id of the sale that every journey leads to.
pub const SOURCE: &str = "api";
pub const EXTERNAL_ID: &str = "ORD-1";
/// Its key.
pub const KEY: &str = "sale/api/ORD-1";

/// A journey with what the page says of it.
pub struct Row {
    pub name: &'static str,
    pub journey: Journey,
    /// In order of the partners.
    pub credit: Vec<Share>,
    /// The code of the basis.
    pub rests_on: &'static str,
    /// The code of each touch's outcome, in the order in which the touches are written, separated by `; `.
    pub outcomes: &'static str,
}

/// Every journey of the page, in its order.
///
/// # Panics
/// If the page contains something that is no journey.
pub fn rows() -> Vec<Row> {
    let lines = PAGE.lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    let rows = cells.filter(|cells| cells[0] != "journey" && cells[0] != "---");
    rows.map(|cells| row(&cells)).collect()
}

fn row(cells: &[&'static str]) -> Row {
    let [name, policy, touches, credit, rests_on, outcomes] = *cells else { panic!("{cells:?}") };
    Row { name, journey: journey(policy, touches), credit: sorted(shares(credit)), rests_on, outcomes }
}

/// The shares in order of the partners.
pub fn sorted(mut shares: Vec<Share>) -> Vec<Share> {
    shares.sort_by_key(|share| share.partner);
    shares
}

/// When the sale of every journey occurs.
pub fn now() -> Instant {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

pub fn scope() -> Scope {
    Scope { workspace: WorkspaceId::draw(now(), 1), mode: Mode::Live }
}

pub fn program() -> ProgramId {
    ProgramId::draw(now(), 1)
}

pub fn customer() -> CustomerId {
    CustomerId::draw(now(), 1)
}

/// The sale that the journey leads to.
pub fn sale() -> ConversionId {
    ConversionId::draw(now(), 1)
}

/// The sale that made the bond.
pub fn first_sale() -> ConversionId {
    ConversionId::draw(now(), 2)
}

/// Partner A is 0, B is 1, and so on.
pub fn share(partner: u128, millionths: u32) -> Share {
    let (enrollment, partner) = (EnrollmentId::draw(now(), partner), PartnerId::draw(now(), partner));
    Share { enrollment, partner, millionths }
}

/// A touch with what is known of its partner and the customer.
#[derive(Clone, Debug)]
pub struct JourneyTouch {
    pub touch: Touch,
    pub self_referral: bool,
    pub active: bool,
    pub existing: bool,
}

impl JourneyTouch {
    pub fn candidate(&self) -> Candidate<'_> {
        let JourneyTouch { touch, self_referral, active, existing } = self;
        Candidate { touch, self_referral: *self_referral, active: *active, existing: *existing }
    }
}

/// What led to the sale, and the rules that decide it.
#[derive(Default, Debug)]
pub struct Journey {
    pub rules: PolicyRules,
    pub touches: Vec<JourneyTouch>,
    /// What a person decided.
    pub corrected: Option<Vec<Share>>,
    /// The credit of the first sale, without the partners who left since.
    pub bound: Option<Vec<Share>>,
}

impl Journey {
    /// What a person decided, as a correction of the sale.
    pub fn correction(&self) -> Option<Correction> {
        let shares = self.corrected.clone()?;
        Some(Correction {
            id: CorrectionId::draw(now(), 1),
            scope: scope(),
            program: program(),
            customer: customer(),
            conversion: sale(),
            shares,
            reason: "because".to_owned(),
            by: "operator".to_owned(),
            at: now(),
            taken_back_at: None,
        })
    }

    /// The bond that the first sale made.
    pub fn bond(&self) -> Option<Bond> {
        let shares = self.bound.clone()?;
        Some(Bond { conversion: first_sale(), shares })
    }

    /// The policy with the journey's rules, in force at the moment of the sale.
    pub fn policy(&self) -> Policy {
        Policy {
            id: PolicyId::draw(now(), 1),
            scope: scope(),
            program: program(),
            version: 1,
            rules: self.rules.clone(),
            effective_from: now(),
            published_at: now(),
        }
    }
}

fn days(text: &str) -> u32 {
    text.trim_end_matches('d').parse().unwrap()
}

/// `-3d`, `-2s`, `0`: microseconds before the conversion.
fn micros(text: &str) -> i64 {
    let text = text.trim_start_matches('-');
    let (number, unit) = text.split_at(text.trim_end_matches(char::is_alphabetic).len());
    let seconds = match unit {
        "d" => 86_400,
        "m" => 60,
        _ => 1,
    };
    number.parse::<i64>().unwrap() * seconds * MICROS_PER_SECOND
}

fn rules(text: &str) -> PolicyRules {
    let mut rules = PolicyRules::default();
    for word in text.split_whitespace() {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        match name {
            "look_back" => rules.look_back_days = days(value),
            "half_life" => rules.half_life_days = days(value),
            "fast" => rules.click_to_conversion_seconds = (micros(value) / MICROS_PER_SECOND) as u32,
            "stand_down" => rules.stand_down_seconds = (micros(value) / MICROS_PER_SECOND) as u32,
            "code_wins" => rules.code_wins = true,
            "code_owner_only" => rules.code_owner_only = true,
            "consent_required" => rules.consent_required = true,
            "new_customers_only" => rules.new_customers_only = true,
            "keeps_bond" => rules.keeps_bond = true,
            "trusts_browsers" => rules.trusts_browsers = true,
            model => rules.model = Model::ALL.into_iter().find(|it| it.code() == model).unwrap(),
        }
    }
    rules.check().unwrap();
    rules
}

/// `A 60% B 40%`, `A`, `nobody`.
///
/// # Panics
/// If it says something else.
pub fn shares(text: &str) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    for word in text.split_whitespace().filter(|word| *word != "nobody") {
        match word.strip_suffix('%') {
            Some(percent) => {
                let millionths = (percent.parse::<f64>().unwrap() * 10_000.0).round() as u32;
                shares.last_mut().unwrap().millionths = millionths;
            }
            None => shares.push(share(partner(word), MILLION)),
        }
    }
    shares
}

fn partner(letter: &str) -> u128 {
    u128::from(letter.bytes().next().unwrap() - b'A')
}

fn touch(place: usize, text: &str) -> JourneyTouch {
    let mut words = text.split_whitespace();
    let who = share(partner(words.next().unwrap()), 0);
    let (class, ago) = (words.next().unwrap(), micros(words.next().unwrap()));
    let rest: Vec<_> = words.collect();
    let has = |word: &str| rest.contains(&word);
    let number = place as u128;
    let (click, link) = (ClickId::draw(now(), number), LinkId::draw(now(), number));
    let key = |used: bool| if used { KEY.to_owned() } else { format!("lead/api/{place}") };
    let evidence = match class {
        "click" => Evidence::Click { click, link, sent: true },
        "visitor" => Evidence::Click { click, link, sent: false },
        "link" => Evidence::Link { link, event: key(true) },
        "form" => Evidence::Form { submission: SubmissionId::draw(now(), number), rejected: has("rejected") },
        "code" => Evidence::Code {
            code: CodeId::draw(now(), number),
            written: "ADA20".to_owned(),
            event: key(has("used")),
            leaked: has("leaked"),
        },
        deal => Evidence::Deal {
            deal: DealId::draw(now(), deal.strip_prefix("deal=").map_or(1, |id| id.parse().unwrap())),
            part_millionths: rest
                .iter()
                .find_map(|word| word.strip_suffix('%'))
                .map_or(MILLION, |part| part.parse::<u32>().unwrap() * 10_000),
            protected_until: now().plus_days(if has("protected") { 1 } else { -1 }),
            event: has("won").then(|| key(true)),
        },
    };
    let verdict = match () {
        _ if has("bot") => Verdict::Bot { reason: BotReason::Crawler },
        _ if has("repeat") => Verdict::Repeat { of: click },
        _ => Verdict::Person,
    };
    let consent = match () {
        _ if has("granted") => Consent::Granted,
        _ if has("denied") => Consent::Denied,
        _ => Consent::Unknown,
    };
    let touch = Touch {
        id: TouchId::draw(now(), number),
        scope: scope(),
        program: program(),
        customer: customer(),
        enrollment: who.enrollment,
        partner: who.partner,
        person: None,
        evidence,
        source: if has("browser") { TouchSource::Browser } else { TouchSource::Server },
        consent,
        verdict,
        occurred_at: now().plus_micros(-ago),
        recorded_at: now(),
    };
    JourneyTouch { touch, self_referral: has("self"), active: !has("inactive"), existing: has("existing") }
}

/// A journey as the page writes it: the policy's rules, and touches separated by `;`.
///
/// # Panics
/// If they say something that no journey has.
pub fn journey(policy: &str, touches: &str) -> Journey {
    let mut journey = Journey { rules: rules(policy), ..Journey::default() };
    for (place, text) in touches.split(';').map(str::trim).filter(|text| !text.is_empty()).enumerate() {
        if let Some(given) = text.strip_prefix("corrected ") {
            journey.corrected = Some(shares(given));
        } else if let Some(kept) = text.strip_prefix("bond ") {
            journey.bound = Some(shares(kept));
        } else {
            journey.touches.push(touch(place, text));
        }
    }
    journey
}

/// The code of an outcome: that of the refusal, or the outcome of an eligible touch.
pub fn code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Credited => "credited",
        Outcome::NotChosen => "not_chosen",
        Outcome::BehindBond => "behind_bond",
        Outcome::BehindCode => "behind_code",
        Outcome::BehindDeal => "behind_deal",
        Outcome::BehindCorrection => "behind_correction",
        Outcome::Refused { reason } => reason.code(),
    }
}
