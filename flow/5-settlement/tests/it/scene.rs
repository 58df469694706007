//! A program, its partners and one customer, as settlement takes them.

use conversion::{Content, Conversion, Kind, Share};
use golden::journeys::{customer, program, scope};
use honeyguide_settlement::{
    EnrollmentSnapshot, History, Reopen, Rulebook, Settlement, SettlementInput, TotalKey, Totals, settle,
};
use program::{
    Applications, Clawback, DisputeRules, Enrollment, EnrollmentStatus, Group, LeadForms, Partner,
    PayoutRules, Policy, PolicyRules, Program, StatementSchedule, Terms, Utm,
};
use referral::{Customer, Stamped, Touch};
use std::sync::atomic::{AtomicU64, Ordering};
use words::{ConversionId, Currency, EmailHash, GroupId, Instant, Money, Personal, PolicyId};

const ENROLLED_DAYS: i64 = 100;
const CURRENCY: &str = "EUR";

/// What [`settle`] takes, owned.
pub(crate) struct Scene {
    pub(crate) rulebook: Rulebook,
    pub(crate) customer: Customer,
    pub(crate) touches: Vec<Touch>,
    pub(crate) history: History,
    pub(crate) snapshots: Vec<EnrollmentSnapshot>,
    pub(crate) reopen: Reopen,
    pub(crate) now: Instant,
    /// Counts the ids that were drawn, from where no fixture's numbers reach.
    drawn: AtomicU64,
}

impl Scene {
    /// A program with these rules, no partners, and a customer of whom nothing is known.
    pub(crate) fn new(rules: PolicyRules, now: Instant) -> Self {
        let group = Group {
            id: GroupId::draw(now, 1),
            scope: scope(),
            program: program(),
            name: "Partners".to_owned(),
            created_at: Instant::MIN,
        };
        let policy = Policy {
            id: PolicyId::draw(now, 1),
            scope: scope(),
            program: program(),
            version: 1,
            rules,
            effective_from: Instant::MIN,
            published_at: Instant::MIN,
        };
        Self {
            rulebook: Rulebook {
                program: a_program(now),
                policies: vec![policy],
                groups: vec![group],
                terms: Vec::new(),
                version: 1,
            },
            customer: a_customer(now),
            touches: Vec::new(),
            history: History::default(),
            snapshots: Vec::new(),
            reopen: Reopen::Nothing,
            now,
            drawn: AtomicU64::new(1_000),
        }
    }

    /// Prices by these terms from the beginning on.
    pub(crate) fn price_by(&mut self, terms: Terms) {
        let group = self.rulebook.groups[0].id;
        self.rulebook.terms.push(Terms { group, ..terms });
    }

    /// The partner's snapshot: active, and not the customer.
    pub(crate) fn partner(&mut self, share: &Share) -> &mut EnrollmentSnapshot {
        let known = self.snapshots.iter().position(|it| it.enrollment.id == share.enrollment);
        let place = known.unwrap_or_else(|| {
            let created_at = self.now.plus_days(-ENROLLED_DAYS);
            let group = &self.rulebook.groups[0];
            let approved = EnrollmentStatus::Approved;
            let partner = Partner {
                id: share.partner,
                scope: scope(),
                display_name: "A partner".to_owned(),
                company: None,
                personal: Personal::default(),
                created_at,
            };
            let enrollment = Enrollment::new(share.enrollment, group, share.partner, approved, created_at);
            self.snapshots.push(EnrollmentSnapshot { enrollment, partner, version: 1 });
            self.snapshots.len() - 1
        });
        &mut self.snapshots[place]
    }

    /// A sale of the customer that is not in the history yet; its external id is `ORD-` and the number.
    pub(crate) fn sale(&self, number: u128, amount: i64, occurred_at: Instant) -> Conversion {
        let amount = Some(Money::new(amount, self.rulebook.program.currency));
        Conversion {
            id: ConversionId::draw(self.now, number),
            scope: scope(),
            program: program(),
            kind: Kind::Sale,
            source: "api".to_owned(),
            external_id: format!("ORD-{number}"),
            customer: Some(self.customer.id),
            person: None,
            sale: None,
            unmatched: false,
            any_program: false,
            gives_back: None,
            refunded: 0,
            refunded_items: Vec::new(),
            content: Content { amount, ..Content::default() },
            exchange: None,
            amended: None,
            occurred_at,
            recorded_at: occurred_at,
        }
    }

    /// Settles, and looks up every total that is missing.
    pub(crate) fn settle(&self, held: impl Fn(&TotalKey) -> i64) -> Settlement {
        let mut totals = Totals::default();
        loop {
            let settlement = self.settle_with(&totals);
            if settlement.missing.is_empty() {
                return settlement;
            }
            settlement.missing.iter().for_each(|key| totals.learn(*key, held(key)));
        }
    }

    /// Settles with the totals that are known.
    pub(crate) fn settle_with(&self, totals: &Totals) -> Settlement {
        let input = SettlementInput {
            rulebook: &self.rulebook,
            customer: &self.customer,
            people: &[],
            others: &[],
            touches: &self.touches,
            referral: None,
            history: &self.history,
            snapshots: &self.snapshots,
            company_hash: &|_| None,
            reopen: self.reopen,
            is_disturbed: false,
            is_trial: false,
            now: self.now,
        };
        let mut draw = || u128::from(self.drawn.fetch_add(1, Ordering::Relaxed));
        settle(&input, totals, &mut draw).unwrap()
    }

    /// Takes what was settled into the history, as a store would.
    pub(crate) fn record(&mut self, settlement: &Settlement) {
        for decision in &settlement.decisions {
            self.history.decisions.retain(|it| it.conversion != decision.conversion);
            self.history.decisions.push(decision.clone());
        }
        for commission in &settlement.commissions {
            self.history.commissions.retain(|it| it.id != commission.id);
            self.history.commissions.push(commission.clone());
        }
        for review in &settlement.reviews {
            self.history.reviews.retain(|it| it.id != review.id);
            self.history.reviews.push(review.clone());
        }
    }
}

/// The mailbox of the customer.
pub(crate) fn mailbox() -> EmailHash {
    EmailHash("00".repeat(32))
}

fn a_customer(now: Instant) -> Customer {
    Customer {
        id: customer(),
        scope: scope(),
        external_id: "ada".to_owned(),
        personal: Personal { email_hash: Some(mailbox()), ..Personal::default() },
        stamped: Stamped::default(),
        domain: None,
        organizations: Vec::new(),
        same_as: Vec::new(),
        only_browsers: false,
        created_at: now,
        erased_at: None,
    }
}

fn a_program(now: Instant) -> Program {
    Program {
        id: program(),
        scope: scope(),
        name: "Friends".to_owned(),
        currency: CURRENCY.parse::<Currency>().unwrap(),
        allowed_domains: vec!["shop.example".to_owned()],
        fallback_url: None,
        link_host: None,
        utm: Utm::default(),
        applications: Applications::default(),
        description: None,
        color: None,
        logo: None,
        names_partners: false,
        lead_forms: LeadForms::default(),
        joins_customers: false,
        disputes: DisputeRules::default(),
        budget: None,
        statement_schedule: StatementSchedule::default(),
        clawback: Clawback::default(),
        payouts: PayoutRules::default(),
        is_default: false,
        created_at: now,
    }
}
