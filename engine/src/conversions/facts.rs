//! The facts of an event: what was recorded, and what settling made of it.

use super::record::Loaded;
use crate::{Engine, conversions};
use commission::Commission;
use conversion::{Conversion, Decision, Review};
use facts::{
    CommissionChanged, ConversionRecorded, DecisionMade, Event, Fact, ReferralChanged, ReviewChanged,
};
use referral::Customer;
use settlement::Settlement;
use words::{Instant, PartnerId, ProgramId};

/// The customer, the program and the time of facts. A customer may have several ids: each fact names the id under which
/// its object was reported, or this customer's if it has none.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub customer: &'a Customer,
    pub program: ProgramId,
    pub now: Instant,
}

/// The facts of what was recorded; `decided` are the decisions that stood before.
pub(super) fn facts_of(
    engine: &Engine,
    loaded: &Loaded,
    conversion: Option<&Conversion>,
    settlement: &Settlement,
    decided: &[Decision],
) -> Vec<Fact> {
    let customer = loaded.customer();
    let about = About { customer, program: loaded.rulebook.program.id, now: loaded.now };
    let mut facts = Vec::new();
    if let Some(conversion) = conversion {
        let recorded = Event::ConversionRecorded(ConversionRecorded {
            conversion: conversion.id,
            kind: conversion.kind,
            amount: conversion.amount(),
            occurred_at: conversion.occurred_at,
        });
        facts.push(fact_about(engine, about, recorded).of_customer(customer.id));
    }
    for referral in &settlement.referrals {
        let changed = Event::ReferralChanged(ReferralChanged {
            referral: referral.id,
            partner: referral.partner,
            stage: referral.stage,
        });
        facts.push(fact_about(engine, about, changed).of_customer(referral.customer));
    }
    facts.extend(conversions::settled_facts(engine, about, settlement, decided));
    facts
}

/// One fact per decision, changed commission and review; `decided` are the decisions that stood before.
pub(crate) fn settled_facts(
    engine: &Engine,
    about: About<'_>,
    settlement: &Settlement,
    decided: &[Decision],
) -> Vec<Fact> {
    let decision = |decision: &Decision| {
        let made = Event::DecisionMade(decision_made(decision));
        let fact = fact_about(engine, about, made).of_customer(decision.customer);
        fact.concerning(credited_before(decision, decided))
    };
    let commission = |commission: &Commission| {
        let changed = Event::CommissionChanged(commission_changed(commission));
        fact_about(engine, about, changed).of_customer(commission.customer.unwrap_or(about.customer.id))
    };
    let review = |review: &Review| {
        let event = Event::of_review(review_changed(review));
        fact_about(engine, about, event).of_customer(review.customer)
    };
    let decisions = settlement.decisions.iter().map(decision);
    decisions
        .chain(settlement.commissions.iter().map(commission))
        .chain(settlement.reviews.iter().map(review))
        .collect()
}

fn fact_about(engine: &Engine, about: About<'_>, event: Event) -> Fact {
    engine.fact(about.customer.scope, about.now, event).of_program(about.program)
}

/// Whom the decision before credited: they may have lost it.
fn credited_before<'a>(decision: &Decision, decided: &'a [Decision]) -> impl Iterator<Item = PartnerId> + 'a {
    let conversion = decision.conversion;
    let before = decided.iter().filter(move |before| before.conversion == conversion);
    before.flat_map(|before| &before.shares).map(|share| share.partner)
}

fn decision_made(decision: &Decision) -> DecisionMade {
    DecisionMade {
        conversion: decision.conversion,
        policy: decision.policy,
        rules_revision: decision.rules_revision,
        evidence_digest: decision.evidence_digest.clone(),
        shares: decision.shares.clone(),
    }
}

/// The body of a fact about a commission.
pub(crate) fn commission_changed(commission: &Commission) -> CommissionChanged {
    CommissionChanged {
        commission: commission.id,
        conversion: commission.conversion,
        event: commission.event,
        partner: commission.partner,
        earned: commission.earned,
        reversed: commission.reversed,
        currency: commission.currency,
        state: commission.state(),
    }
}

/// The body of a fact about a review item.
pub(crate) fn review_changed(review: &Review) -> ReviewChanged {
    ReviewChanged {
        review: review.id,
        conversion: review.conversion,
        status: review.status,
        stands: review.stands.clone(),
        proposed: review.proposed.shares.clone(),
    }
}
