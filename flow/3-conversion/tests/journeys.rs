//! The journeys of `journeys.md`, each decided and compared with what stands there; and what holds for all journeys.

use click::{BotReason, Consent, Verdict};
use honeyguide_conversion::{
    Basis, Bond, Candidate, Case, Correction, Outcome, Refusal, Share, Weighed, decide, lint_policy, weigh,
};
use program::{Model, Policy, PolicyRules};
use proptest::prelude::*;
use referral::{Evidence, EvidenceClass, Touch, TouchSource};
use std::collections::BTreeSet;
use words::*;

const KEY: &str = "sale/api/ORD-1";
const MICROS_PER_SECOND: i64 = 1_000_000;

fn now() -> Instant {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn scope() -> Scope {
    Scope { workspace: WorkspaceId::draw(now(), 1), mode: Mode::Live }
}

/// Partner A is 0, B is 1 …
fn share(partner: u128, millionths: u32) -> Share {
    let (enrollment, partner) = (EnrollmentId::draw(now(), partner), PartnerId::draw(now(), partner));
    Share { enrollment, partner, millionths }
}

#[derive(Clone, Debug)]
struct Told {
    touch: Touch,
    self_referral: bool,
    active: bool,
    existing: bool,
}

impl Told {
    fn candidate(&self) -> Candidate<'_> {
        let Told { touch, self_referral, active, existing } = self;
        Candidate { touch, self_referral: *self_referral, active: *active, existing: *existing }
    }
}

#[derive(Default, Debug)]
struct Journey {
    rules: PolicyRules,
    told: Vec<Told>,
    correction: Option<Vec<Share>>,
    bond: Option<Vec<Share>>,
}

impl Journey {
    fn weigh(&self) -> Weighed {
        let correction = self.correction.clone().map(|shares| Correction {
            id: CorrectionId::draw(now(), 1),
            scope: scope(),
            program: ProgramId::draw(now(), 1),
            customer: CustomerId::draw(now(), 1),
            conversion: ConversionId::draw(now(), 1),
            shares,
            reason: "because".to_owned(),
            by: "operator".to_owned(),
            at: now(),
            taken_back_at: None,
        });
        let conversion = ConversionId::draw(now(), 2);
        let bond = self.bond.clone().map(|shares| Bond { conversion, shares });
        let case = Case {
            scope: scope(),
            program: ProgramId::draw(now(), 1),
            customer: CustomerId::draw(now(), 1),
            conversion: ConversionId::draw(now(), 1),
            key: KEY,
            occurred_at: now(),
            by_browser: false,
            correction: correction.as_ref(),
            bond: bond.as_ref(),
        };
        let candidates: Vec<_> = self.told.iter().map(Told::candidate).collect();
        let weighed = weigh(&case, &candidates, &self.rules);
        let policy = Policy {
            id: PolicyId::draw(now(), 1),
            scope: scope(),
            program: case.program,
            version: 1,
            rules: self.rules.clone(),
            effective_from: now(),
            published_at: now(),
        };
        let decision = decide(&case, &candidates, &policy, DecisionId::draw(now(), 1), now());
        assert_eq!((decision.basis, &decision.shares), (weighed.basis, &weighed.shares));
        weighed
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
fn shares(text: &str) -> Vec<Share> {
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

fn touch(place: usize, text: &str) -> Told {
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
        program: ProgramId::draw(now(), 1),
        customer: CustomerId::draw(now(), 1),
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
    Told { touch, self_referral: has("self"), active: !has("inactive"), existing: has("existing") }
}

fn journey(policy: &str, touches: &str) -> Journey {
    let mut journey = Journey { rules: rules(policy), ..Journey::default() };
    for (place, text) in touches.split(';').map(str::trim).filter(|text| !text.is_empty()).enumerate() {
        if let Some(given) = text.strip_prefix("corrected ") {
            journey.correction = Some(shares(given));
        } else if let Some(kept) = text.strip_prefix("bond ") {
            journey.bond = Some(shares(kept));
        } else {
            journey.told.push(touch(place, text));
        }
    }
    journey
}

fn code(outcome: Outcome) -> &'static str {
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

#[test]
fn every_journey_is_decided_as_it_is_written_down() {
    let page = include_str!("journeys.md");
    let (mut rows, mut seen, mut classes, mut bases) = (0, BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, policy, touches, credit, rests_on, outcomes] = cells[..] else { panic!("{line}") };
        if name == "journey" || name == "---" {
            continue;
        }
        rows += 1;
        let journey = journey(policy, touches);
        let weighed = journey.weigh();
        let sorted = |mut shares: Vec<Share>| {
            shares.sort_by_key(|share| share.partner);
            shares
        };
        assert_eq!(sorted(weighed.shares.clone()), sorted(shares(credit)), "{name}");
        assert_eq!(weighed.basis.code(), rests_on, "{name}");
        let mut found = vec![""; journey.told.len()];
        weighed.touches.iter().for_each(|&(place, outcome, _)| found[place] = code(outcome));
        assert_eq!(found.join("; "), outcomes, "{name}");
        seen.extend(found);
        classes.extend(journey.told.iter().map(|told| told.touch.class()));
        bases.insert(weighed.basis);
    }
    assert!(rows >= 80, "{rows} journeys");
    let known = Refusal::ALL.iter().map(|refusal| refusal.code());
    let outcomes =
        ["credited", "not_chosen", "behind_bond", "behind_code", "behind_deal", "behind_correction"];
    assert_eq!(seen, known.chain(outcomes).collect::<BTreeSet<_>>(), "every code has a journey");
    assert_eq!(classes, EvidenceClass::ALL.into_iter().collect(), "every class has a journey");
    assert_eq!(bases, Basis::ALL.into_iter().collect(), "every basis has a journey");
    println!("{rows} journeys");
}

prop_compose! {
    fn any_touch()(
        who in 0..4u128,
        class in prop::sample::select(vec!["click", "click", "visitor", "link", "form", "code", "deal", "deal=2"]),
        ago in prop_oneof![0..120i64, 0..10_000i64, 0..9_000_000i64],
        words in prop::sample::subsequence(
            vec!["used", "bot", "self", "inactive", "granted", "denied", "existing", "leaked", "browser", "protected",
                 "won", "30%"],
            0..4,
        ),
    ) -> String {
        let letter = char::from(b'A' + who as u8);
        format!("{letter} {class} -{ago}s {}", words.join(" "))
    }
}

prop_compose! {
    fn any_journey(touches: std::ops::Range<usize>)(
        model in prop::sample::select(Model::ALL.map(Model::code).to_vec()),
        switches in prop::sample::subsequence(
            vec!["code_wins", "code_owner_only", "consent_required", "new_customers_only", "keeps_bond", "trusts_browsers",
                 "look_back=30d", "fast=60s", "stand_down=30m", "half_life=2d"],
            0..6,
        ),
        bond in prop::option::weighted(0.3, Just("A 60% B 40%")),
        touches in prop::collection::vec(any_touch(), touches),
    ) -> Journey {
        let mut journey = journey(&format!("{model} {}", switches.join(" ")), &touches.join(";"));
        journey.bond = bond.map(shares);
        journey
    }
}

prop_compose! {
    /// A customer who uses codes all the time, and seldom clicks: what codes need, and late clicks give way to, is rare.
    fn coupon_journey()(
        rule in prop::sample::select(vec!["code_owner_only", "stand_down=30m", "code_owner_only stand_down=30m"]),
        touches in prop::collection::vec(
            (0..4u128, prop_oneof![60 => Just("code"), 1 => Just("click")], 0..60_000i64,
             prop::sample::select(vec!["", "leaked", "leaked browser"])),
            100..260,
        ),
        late in prop::collection::vec((0..2u128, 0..60i64), 0..4),
    ) -> Journey {
        let letter = |who: &u128| char::from(b'A' + *who as u8);
        let early = touches.iter().map(|(who, class, ago, words)| format!("{} {class} -{ago}s {words}", letter(who)));
        let late = late.iter().map(|(who, ago)| format!("{} click -{ago}s", letter(who)));
        journey(&format!("linear trusts_browsers {rule}"), &early.chain(late).collect::<Vec<_>>().join(";"))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn shares_sum_to_a_million_or_there_are_none(journey in any_journey(0..8)) {
        let weighed = journey.weigh();
        let sum: u32 = weighed.shares.iter().map(|share| share.millionths).sum();
        prop_assert_eq!(sum, if weighed.shares.is_empty() { 0 } else { MILLION });
        let eligible = weighed.touches.iter().any(|(_, outcome, _)| !matches!(outcome, Outcome::Refused { .. }));
        prop_assert!(weighed.basis == Basis::Bond || eligible != weighed.shares.is_empty());
        let partners: BTreeSet<_> = weighed.shares.iter().map(|share| share.partner).collect();
        prop_assert_eq!(partners.len(), weighed.shares.len());
    }

    /// Taking a refused touch away moves no credit, and makes no other touch eligible or not.
    #[test]
    fn a_touch_that_is_not_eligible_changes_nothing(journey in any_journey(1..8)) {
        let weighed = journey.weigh();
        let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused { .. });
        for (place, ..) in weighed.touches.iter().filter(|(_, outcome, _)| refused(outcome)) {
            let told: Vec<_> = (0..journey.told.len())
                .filter(|other| other != place)
                .map(|other| journey.told[other].clone())
                .collect();
            let bond = journey.bond.clone();
            let without = Journey { rules: journey.rules.clone(), told, correction: None, bond }.weigh();
            prop_assert_eq!((&without.shares, without.basis), (&weighed.shares, weighed.basis));
            let credited = |weighed: &Weighed| {
                let parts = weighed.touches.iter().filter(|(_, outcome, _)| !refused(outcome));
                parts.map(|&(_, outcome, part)| (outcome, part)).collect::<Vec<_>>()
            };
            prop_assert_eq!(credited(&without), credited(&weighed));
        }
    }

    /// Rules that the linter calls dead decide nothing.
    #[test]
    fn what_the_linter_calls_dead_is_dead(
        journey in any_journey(1..8),
        rules in ((0..90_000u32), (0..200_000u32), (1..3u32), prop::bool::ANY),
    ) {
        let (fast, stand_down, look_back_days, first) = rules;
        let rules = PolicyRules {
            click_to_conversion_seconds: fast,
            stand_down_seconds: stand_down,
            look_back_days,
            model: if first { Model::FirstTouch } else { journey.rules.model },
            ..journey.rules.clone()
        };
        let found: BTreeSet<_> = lint_policy(&rules).into_iter().map(|finding| finding.sentence.code).collect();
        let weigh = |rules: &PolicyRules| {
            let told = journey.told.iter().filter(|told| told.touch.class() != EvidenceClass::Deal);
            let told = told.cloned().collect();
            let bond = journey.bond.clone();
            Journey { rules: rules.clone(), told, correction: None, bond }.weigh()
        };
        let weighed = weigh(&rules);
        let clicked = |place: usize| matches!(journey.told[place].touch.evidence, Evidence::Click { .. });
        if found.contains("lint.no_click_counts") && !journey.told.iter().any(|it| it.touch.class() == EvidenceClass::Deal) {
            let exactly = |place: usize| now().micros_since(journey.told[place].touch.occurred_at) == 86_400_000_000;
            let counted = |(place, _, part): &(usize, Outcome, u32)| *part > 0 && clicked(*place) && !exactly(*place);
            prop_assert!(!weighed.touches.iter().any(counted));
        }
        if found.iter().any(|code| code.starts_with("lint.stand_down")) {
            let without = weigh(&PolicyRules { stand_down_seconds: 0, ..rules });
            let leaked = journey.told.iter().any(|it| it.touch.class() == EvidenceClass::Code);
            prop_assert!(leaked || without.shares == weighed.shares);
        }
    }

    #[test]
    fn the_order_of_arrival_changes_nothing(journey in any_journey(2..8), turn in 1..7usize) {
        let weighed = journey.weigh();
        let mut told = journey.told.clone();
        let turns = turn % told.len();
        told.rotate_left(turns);
        told.reverse();
        let bond = journey.bond.clone();
        let other = Journey { rules: journey.rules.clone(), told, correction: None, bond }.weigh();
        prop_assert_eq!((&other.shares, other.basis), (&weighed.shares, weighed.basis));
        let outcomes = |weighed: &Weighed| {
            weighed.touches.iter().map(|&(_, outcome, part)| (outcome, part)).collect::<Vec<_>>()
        };
        prop_assert_eq!(outcomes(&other), outcomes(&weighed));
    }

    #[test]
    fn all_models_agree_on_journeys_of_one_touch(journey in any_journey(1..2)) {
        let weighed = journey.weigh();
        for model in Model::ALL {
            let rules = PolicyRules { model, ..journey.rules.clone() };
            let (told, bond) = (journey.told.clone(), journey.bond.clone());
            let other = Journey { rules, told, correction: None, bond }.weigh();
            prop_assert_eq!(&other, &weighed, "{}", model.code());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Of very many touches a decision names some: these alone give the same decision, and of the others a refused one
    /// moves no credit either.
    #[test]
    fn the_touches_that_a_decision_names_decide_it(
        journey in prop_oneof![any_journey(60..260), coupon_journey()], which in any::<prop::sample::Index>(),
    ) {
        let weighed = journey.weigh();
        prop_assert_eq!(weighed.left_out, journey.told.len() - weighed.touches.len());
        let of = |told: Vec<Told>| {
            Journey { rules: journey.rules.clone(), told, correction: None, bond: journey.bond.clone() }.weigh()
        };
        let outcomes = |weighed: &Weighed| {
            weighed.touches.iter().map(|&(_, outcome, part)| (outcome, part)).collect::<Vec<_>>()
        };
        let named: Vec<_> = weighed.touches.iter().map(|&(place, ..)| place).collect();
        let again = of(named.iter().map(|&place| journey.told[place].clone()).collect());
        prop_assert_eq!((&again.shares, again.basis, again.left_out), (&weighed.shares, weighed.basis, 0));
        prop_assert_eq!(outcomes(&again), outcomes(&weighed));

        let refused = |&(_, outcome, _): &&(usize, Outcome, u32)| matches!(outcome, Outcome::Refused { .. });
        let refused: Vec<_> = weighed.touches.iter().filter(refused).map(|&(place, ..)| place).collect();
        if !refused.is_empty() {
            let mut told = journey.told.clone();
            told.remove(refused[which.index(refused.len())]);
            let without = of(told);
            prop_assert_eq!((&without.shares, without.basis), (&weighed.shares, weighed.basis));
        }
    }
}
