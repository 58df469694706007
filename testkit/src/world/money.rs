//! The nouns of what is owed: commissions and their entries, statements; and facts, jobs, answers.

use super::World;
use commission::{
    Commission, Dispute, DisputeKind, DisputeMove, DisputeStatus, Entry, Line, Party, Record, Turn,
};
use conversion::Conversion;
use engine::jobs;
use engine::ports::{Answer, Job, JobKind};
use facts::{DecisionMade, Event, Fact, Shape};
use payout::{Statement, StatementStatus};
use program::{Enrollment, Program};
use words::{
    CommissionId, Currency, Day, DisputeId, EntryId, FactId, Instant, JobId, KeyId, MILLION, Month, Scope,
    StatementId,
};

impl World {
    /// A pending commission of the whole credit, `earned` in minor units, whose hold ends at once.
    /// Panics for a conversion that earns nothing or has no customer.
    pub fn commission(&self, conversion: &Conversion, enrollment: &Enrollment, earned: i64) -> Commission {
        let (Some(customer), Some(event)) = (conversion.customer, conversion.event()) else {
            panic!("{} earns nothing", conversion.key())
        };
        Commission {
            id: CommissionId::draw(self.now(), self.draw()),
            scope: conversion.scope,
            program: conversion.program,
            customer: Some(customer),
            conversion: Some(conversion.id),
            key: conversion.key(),
            enrollment: enrollment.id,
            partner: enrollment.partner,
            event,
            occurred_at: conversion.occurred_at,
            granted: None,
            share_millionths: MILLION,
            terms: None,
            lines: vec![Line::Flat { gives: earned }],
            base: conversion.amount().map_or(0, |money| money.amount),
            by_part: Vec::new(),
            currency: conversion.amount().map_or_else(|| super::currency("EUR"), |money| money.currency),
            earned,
            reversed: 0,
            stated: 0,
            taken_back: 0,
            hold_until: conversion.occurred_at,
            awaits_approval: false,
            approved_earned: 0,
            approved_at: None,
            declined: None,
            suspended: std::collections::BTreeSet::new(),
            statement: None,
            adjusted_at: None,
            paid_at: None,
            created_at: self.now(),
        }
    }

    /// An open dispute about the commission's amount.
    pub fn dispute(&self, commission: &Commission) -> Dispute {
        let (now, opened) = (self.now(), DisputeMove::Opened);
        let turn = Turn {
            at: now,
            did: opened,
            by: Party::Partner,
            actor: None,
            reason: None,
            note: None,
            references: Vec::new(),
        };
        Dispute {
            id: DisputeId::draw(now, self.draw()),
            scope: commission.scope,
            program: commission.program,
            enrollment: commission.enrollment,
            partner: commission.partner,
            kind: DisputeKind::WrongAmount,
            commission: Some(commission.id),
            conversion: commission.conversion,
            customer: commission.customer,
            claim: None,
            currency: commission.currency,
            expected: Some(commission.earned + 1),
            status: DisputeStatus::Open,
            key: None,
            history: vec![turn],
            opened_with: Record {
                at: now,
                merchant: commission.explain(),
                partner: commission.explain(),
                state: Some(commission.state()),
                amount: commission.net(),
            },
            settled_with: None,
            granted: None,
            booked: Vec::new(),
            due_at: now.plus_days(14),
            is_reminded: false,
            opened_at: now,
            changed_at: now,
            erased_at: None,
        }
    }

    /// The entries that bring the books from `before` (none: it is new) to `after`, an approval
    /// included.
    pub fn post(&self, before: Option<&Commission>, after: &Commission) -> Vec<Entry> {
        let mut draw = || EntryId::draw(self.now(), self.draw());
        let mut held = after.clone();
        held.approved_at = before.and_then(|before| before.approved_at);
        let mut entries = commission::post(before, &held, self.now(), &mut draw);
        if let (None, Some(at)) = (held.approved_at, after.approved_at) {
            entries.extend(commission::approve(&held, at, draw()).1);
        }
        entries
    }

    /// An open statement without lines.
    pub fn statement(&self, enrollment: &Enrollment, month: Month, currency: Currency) -> Statement {
        Statement {
            id: StatementId::draw(self.now(), self.draw()),
            scope: enrollment.scope,
            program: enrollment.program,
            enrollment: enrollment.id,
            partner: enrollment.partner,
            from: month.start(),
            until: month.end(),
            number: None,
            due_on: Day::of(month.end()).plus_days(14),
            minimum: 0,
            status: StatementStatus::Open,
            currency,
            clawback: program::Clawback::default(),
            carried: 0,
            debts: Vec::new(),
            written_off_before: 0,
            payment_difference: 0,
            total: 0,
            taken_back: 0,
            given_back: 0,
            lines: 0,
            opened_at: self.now(),
            closed_at: None,
            paid: None,
        }
    }

    /// A fact about no program and no customer; `name` stands in its body.
    pub fn fact(&self, scope: Scope, name: &str) -> Fact {
        let made = DecisionMade { evidence_digest: name.to_owned(), ..DecisionMade::example() };
        let id = FactId::draw(self.now(), self.draw());
        Fact::new(id, scope, self.now(), Event::DecisionMade(made))
    }

    /// The job that approves what is due, at `run_at`.
    pub fn job(&self, program: &Program, run_at: Instant) -> Job {
        Job {
            id: JobId::draw(self.now(), self.draw()),
            scope: program.scope,
            program: program.id,
            kind: JobKind::ApproveDue(jobs::ApproveDue {}),
            run_at,
            attempts: 0,
        }
    }

    /// What `operation` answered now under an idempotency key.
    pub fn answer(&self, asker: KeyId, operation: &str, idempotency_key: &str) -> Answer {
        Answer {
            asker: asker.to_string(),
            operation: operation.to_owned(),
            idempotency_key: idempotency_key.to_owned(),
            body_hash: format!("{:064x}", self.draw()),
            result: format!("{{\"drawn\":\"{}\"}}", self.draw()),
            at: self.now(),
        }
    }

    /// What a reward of 20 % gives for `amount` minor units; the default terms of `World::terms`.
    pub fn twenty_percent(amount: i64) -> i64 {
        words::proportion(amount, 1, 5).unwrap_or_default()
    }
}
