//! The nouns of what visitors and customers do: clicks, touches, referrals, conversions, decisions.

use super::World;
use click::{Agent, Browser, Click, Consent, Device, OperatingSystem, Verdict};
use conversion::{
    Basis, Considered, Content, Conversion, Correction, Decision, Finding, Kind, Outcome, RULES_REVISION,
    Review, ReviewStatus, Share,
};
use engine::ports::Vault;
use program::{Code, Enrollment, Link, Policy, PolicyRules, Program, Utm};
use referral::{
    Customer, Deal, DealStatus, Evidence, Referral, Stage, Stamped, Submission, SubmissionStatus, Touch,
    TouchSource,
};
use report::{Candidate, Effects, Simulation, SimulationStatus};
use std::collections::BTreeMap;
use words::{
    ClickId, ConversionId, CorrectionId, CustomerId, DealId, DecisionId, Instant, MILLION, Money, Personal,
    ReferralId, ReviewId, Scope, SimulationId, SubmissionId, TouchId,
};

impl World {
    /// A person's visit through the link at `at`, without consent or visitor.
    pub fn click(&self, link: &Link, at: Instant) -> Click {
        Click {
            id: ClickId::draw(at, self.draw()),
            scope: link.scope,
            program: link.program,
            link: link.id,
            at,
            host: "go.shop.example".to_owned(),
            path: format!("/r/{}", link.slug),
            referrer: None,
            agent: Agent {
                device: Device::Mobile,
                os: OperatingSystem::Android,
                browser: Browser::Firefox,
                machine: None,
            },
            language: Some("de-AT".to_owned()),
            utm: Utm::default(),
            subs: Default::default(),
            consent: Consent::Unknown,
            visitor: None,
            fingerprint: Some(self.draw() as i64),
            verdict: Verdict::Person,
        }
    }

    pub fn customer(&self, scope: Scope, external_id: &str) -> Customer {
        Customer {
            id: CustomerId::draw(self.now(), self.draw()),
            scope,
            external_id: external_id.to_owned(),
            personal: self.personal(&format!("{}@example.com", self.draw())),
            stamped: Stamped::default(),
            domain: None,
            organizations: Vec::new(),
            same_as: Vec::new(),
            only_browsers: false,
            created_at: self.now(),
            erased_at: None,
        }
    }

    /// The evidence of a click, sent by the merchant's server.
    pub fn touch(&self, click: &Click, enrollment: &Enrollment, customer: &Customer) -> Touch {
        let evidence = Evidence::Click { click: click.id, link: click.link, sent: true };
        self.touch_by(evidence, enrollment, customer, click.at)
    }

    /// The evidence of a code that came with the event of this key, `sale/api/ORD-1`.
    pub fn touch_by_code(
        &self,
        code: &Code,
        event: &str,
        enrollment: &Enrollment,
        customer: &Customer,
    ) -> Touch {
        let (written, event) = (code.code.to_lowercase(), event.to_owned());
        let evidence = Evidence::Code { code: code.id, written, event, leaked: false };
        self.touch_by(evidence, enrollment, customer, self.now())
    }

    fn touch_by(
        &self,
        evidence: Evidence,
        enrollment: &Enrollment,
        customer: &Customer,
        at: Instant,
    ) -> Touch {
        Touch {
            id: TouchId::draw(self.now(), self.draw()),
            scope: enrollment.scope,
            program: enrollment.program,
            customer: customer.id,
            enrollment: enrollment.id,
            partner: enrollment.partner,
            person: None,
            evidence,
            source: TouchSource::Server,
            consent: Consent::Unknown,
            verdict: Verdict::Person,
            occurred_at: at,
            recorded_at: self.now(),
        }
    }

    /// The referral that a touch begins; it expires after 90 days.
    pub fn referral(&self, touch: &Touch) -> Referral {
        Referral {
            id: ReferralId::draw(self.now(), self.draw()),
            scope: touch.scope,
            program: touch.program,
            customer: touch.customer,
            enrollment: touch.enrollment,
            partner: touch.partner,
            stage: Stage::Claimed,
            began_at: touch.occurred_at,
            expires_at: touch.occurred_at.plus_days(90),
            updated_at: self.now(),
        }
    }

    /// A lead that occurred now.
    pub fn lead(&self, program: &Program, customer: &Customer, external_id: &str) -> Conversion {
        self.conversion(program, customer, Kind::Lead, external_id, None)
    }

    /// A sale that occurred now; `amount` in minor units of the program's currency.
    pub fn sale(&self, program: &Program, customer: &Customer, external_id: &str, amount: i64) -> Conversion {
        let amount = Money::new(amount, program.currency);
        self.conversion(program, customer, Kind::Sale, external_id, Some(amount))
    }

    /// A refund of a known sale that occurred now. The sale's own row is for the caller to change.
    pub fn refund(&self, sale: &Conversion, external_id: &str, amount: i64) -> Conversion {
        let currency = sale.amount().map_or_else(|| super::currency("EUR"), |money| money.currency);
        Conversion {
            amended: None,
            id: ConversionId::draw(self.now(), self.draw()),
            kind: Kind::Refund,
            external_id: external_id.to_owned(),
            sale: Some(sale.id),
            unmatched: false,
            any_program: false,
            gives_back: None,
            refunded: 0,
            refunded_items: Vec::new(),
            content: Content {
                customer: None,
                sale: Some(sale.external_id.clone()),
                amount: Some(Money::new(amount, currency)),
                ..sale.content.clone()
            },
            occurred_at: self.now(),
            recorded_at: self.now(),
            ..sale.clone()
        }
    }

    fn conversion(
        &self,
        program: &Program,
        customer: &Customer,
        kind: Kind,
        external_id: &str,
        amount: Option<Money>,
    ) -> Conversion {
        Conversion {
            amended: None,
            id: ConversionId::draw(self.now(), self.draw()),
            scope: program.scope,
            program: program.id,
            kind,
            source: "api".to_owned(),
            external_id: external_id.to_owned(),
            customer: Some(customer.id),
            person: None,
            sale: None,
            unmatched: false,
            any_program: false,
            gives_back: None,
            refunded: 0,
            refunded_items: Vec::new(),
            content: Content {
                customer: Some(customer.external_id.clone()),
                sale: None,
                refund: None,
                event_name: None,
                amount,
                click: None,
                code: None,
                occurred_at: None,
                renewal: false,
                items: Vec::new(),
                metadata: BTreeMap::new(),
            },
            exchange: None,
            occurred_at: self.now(),
            recorded_at: self.now(),
        }
    }

    /// The whole credit given to the enrollment by hand.
    pub fn correction(&self, conversion: &Conversion, enrollment: &Enrollment) -> Correction {
        let Some(customer) = conversion.customer else { panic!("{} has no customer", conversion.key()) };
        let share = Share { enrollment: enrollment.id, partner: enrollment.partner, millionths: MILLION };
        Correction {
            id: CorrectionId::draw(self.now(), self.draw()),
            scope: conversion.scope,
            program: conversion.program,
            customer,
            conversion: conversion.id,
            shares: vec![share],
            reason: "Agreed on the phone".to_owned(),
            by: "operator".to_owned(),
            at: self.now(),
            taken_back_at: None,
        }
    }

    /// An open review item that proposes to credit nobody.
    pub fn review(&self, stands: &Decision) -> Review {
        Review {
            id: ReviewId::draw(self.now(), self.draw()),
            scope: stands.scope,
            program: stands.program,
            customer: stands.customer,
            conversion: stands.conversion,
            stands: stands.shares.clone(),
            proposed: Decision { shares: Vec::new(), ..stands.clone() },
            status: ReviewStatus::Open,
            opened_at: self.now(),
            closed_at: None,
            closed_by: None,
            reason: None,
        }
    }

    /// A company that the partner registered just now.
    pub fn deal(&self, enrollment: &Enrollment, company: &str) -> Deal {
        Deal {
            id: DealId::draw(self.now(), self.draw()),
            scope: enrollment.scope,
            program: enrollment.program,
            enrollment: enrollment.id,
            partner: enrollment.partner,
            company: company.to_owned(),
            domain: Some(format!("{}.example", company.to_lowercase().replace(' ', "-"))),
            personal: Personal::default(),
            products: Vec::new(),
            expected: None,
            note: None,
            status: DealStatus::Submitted,
            reason: None,
            parts: Vec::new(),
            customer: None,
            protected_until: None,
            submitted_at: self.now(),
            changed_at: self.now(),
        }
    }

    /// What somebody with the address submitted in the partner's lead form just now.
    pub fn submission(&self, enrollment: &Enrollment, email: &str) -> Submission {
        let email_hash = Some(self.vault.email_hash(email));
        Submission {
            id: SubmissionId::draw(self.now(), self.draw()),
            scope: enrollment.scope,
            program: enrollment.program,
            enrollment: enrollment.id,
            partner: enrollment.partner,
            company: None,
            personal: Personal { email_hash, ..Personal::default() },
            status: SubmissionStatus::Submitted,
            reason: None,
            customers: Vec::new(),
            submitted_at: self.now(),
            changed_at: self.now(),
            erased_at: None,
        }
    }

    /// A simulation that waits, of the last 30 days under the same rules.
    pub fn simulation(&self, program: &Program) -> Simulation {
        let now = self.now();
        Simulation {
            id: SimulationId::draw(now, self.draw()),
            scope: program.scope,
            program: program.id,
            currency: program.currency,
            candidate: Candidate {
                policy: Some(PolicyRules::default()),
                terms: Vec::new(),
                since: now.plus_days(-30),
                until: now,
            },
            status: SimulationStatus::Waiting,
            customers: 0,
            customers_done: 0,
            effects: Effects::default(),
            kept: 0,
            rules_version: 1,
            applied: None,
            by: "operator".to_owned(),
            created_at: now,
            finished_at: None,
        }
    }

    /// The decision that gives the whole credit to the last of the touches, or to nobody if there
    /// is none. Panics for a conversion without a customer, which nothing can decide.
    pub fn decision(&self, conversion: &Conversion, policy: &Policy, touches: &[&Touch]) -> Decision {
        let Some(customer) = conversion.customer else { panic!("{} has no customer", conversion.key()) };
        let considered = touches.iter().enumerate().map(|(place, touch)| Considered {
            touch: touch.id,
            occurred_at: touch.occurred_at,
            millionths: if place + 1 == touches.len() { MILLION } else { 0 },
            finding: Finding {
                enrollment: touch.enrollment,
                partner: touch.partner,
                class: touch.class(),
                outcome: if place + 1 == touches.len() { Outcome::Credited } else { Outcome::NotChosen },
                source: touch.source,
                self_referral: false,
                other_id: false,
                active: true,
                existing: false,
                protected_until: None,
            },
        });
        let whole = |touch: &&Touch| Share {
            enrollment: touch.enrollment,
            partner: touch.partner,
            millionths: MILLION,
        };
        Decision {
            id: DecisionId::draw(self.now(), self.draw()),
            scope: conversion.scope,
            program: conversion.program,
            customer,
            conversion: conversion.id,
            policy: policy.id,
            policy_version: policy.version,
            rules_revision: RULES_REVISION,
            evidence_digest: format!("{:064x}", self.draw()),
            considered: considered.collect(),
            left_out: 0,
            basis: Basis::Model,
            correction: None,
            bond: None,
            shares: touches.last().map(whole).into_iter().collect(),
            decided_at: self.now(),
        }
    }
}
