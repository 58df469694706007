//! Prices made again from what was recorded: the sale with its refunds, the shares of its decision, and the version of the
//! terms that its commission names.

use super::Report;
use crate::{
    Engine, Error,
    ports::{ConversionFilter, Page},
};
use commission::{Commission, Credit, Priors, circumstances_of, comes_out_again, parts_of, reversal_of};
use conversion::{Conversion, Decision, after_refunds};
use program::{Field, Limit, Recurrence, Terms};
use settlement::{History, Rulebook};
use std::collections::BTreeMap;
use words::{ConversionId, CustomerId, EnrollmentId, Instant, Overflow, ProgramId, Scope};

const CONVERSIONS_PER_PAGE: usize = 500;

/// Since when enrollments take part, as far as it was asked for.
pub(super) type Enrolled = BTreeMap<EnrollmentId, Instant>;

/// Refunds, chargebacks and reversals of the customer's sales.
pub(super) async fn taken_back_of(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    customer: CustomerId,
) -> Result<Vec<Conversion>, Error> {
    let filter = ConversionFilter { program: Some(program), customer: Some(customer), ..Default::default() };
    let (mut found, mut after) = (Vec::new(), None::<ConversionId>);
    loop {
        let page = Page { after, limit: CONVERSIONS_PER_PAGE };
        let read = engine.book().conversions(scope, &filter, page).await?;
        after = read.last().map(|conversion| conversion.id);
        let is_last = read.len() < CONVERSIONS_PER_PAGE;
        found.extend(read.into_iter().filter(|it| it.kind.is_of_sale()));
        if is_last {
            return Ok(found);
        }
    }
}

/// Learns since when those take part whose commissions are priced again.
pub(super) async fn learn_enrolled(
    engine: &Engine,
    scope: Scope,
    history: &History,
    enrolled: &mut Enrolled,
) -> Result<(), Error> {
    let earned = history.commissions.iter().map(|commission| commission.enrollment);
    let mut unknown: Vec<_> = earned.filter(|enrollment| !enrolled.contains_key(enrollment)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    if !unknown.is_empty() {
        let found = engine.book().enrollment_snapshots(scope, &unknown).await?;
        enrolled.extend(found.iter().map(|it| (it.enrollment.id, it.enrollment.created_at)));
    }
    Ok(())
}

/// What is needed to price a customer's conversions again.
pub(super) struct Priced<'a> {
    pub rulebook: &'a Rulebook,
    pub history: &'a History,
    pub taken_back: &'a [Conversion],
    pub enrolled: &'a Enrolled,
}

impl Priced<'_> {
    /// Prices the conversion again, and says what differs.
    pub(super) fn examine(&self, conversion: &Conversion, decision: &Decision, report: &mut Report) {
        let id = conversion.id;
        let mut wrong = |text: String| report.error("prices", text);
        if !is_exchanged(conversion) {
            wrong(format!("the exchange of {id} is not of what was reported"));
        }
        let own = self.taken_back.iter().filter(|it| it.sale == Some(id)).cloned();
        let refunded = after_refunds(conversion.clone(), &own.collect::<Vec<_>>());
        if refunded != *conversion {
            wrong(format!("{id} is not refunded as its refunds and their reversals say"));
        }
        let own = || self.history.commissions.iter().filter(|it| it.conversion == Some(id));
        for share in decision.shares.iter().filter(|_| conversion.event().is_some()) {
            if !own().any(|it| it.enrollment == share.enrollment) {
                wrong(format!("{} has no commission of {id}", share.enrollment));
            }
        }
        for commission in own() {
            report.prices += 1;
            let text = match self.price_again(conversion, decision, commission) {
                Ok(true) => continue,
                Ok(false) => format!("the price of {} of {id} does not come out the same", commission.id),
                Err(fault) => format!("{} of {id} cannot be priced again ({fault})", commission.id),
            };
            report.error("prices", text);
        }
    }

    fn price_again(
        &self,
        conversion: &Conversion,
        decision: &Decision,
        commission: &Commission,
    ) -> Result<bool, Overflow> {
        let credited = commission.share_millionths > 0;
        let place = decision.shares.iter().position(|share| share.enrollment == commission.enrollment);
        let (Some(place), Some(event), true) = (place, conversion.event(), credited) else {
            return Ok(!credited && (commission.earned, commission.reversed) == (0, 0));
        };
        let terms = self.rulebook.terms.iter().find(|terms| Some(terms.id) == commission.terms);
        if terms.is_none() && commission.terms.is_some() {
            return Ok(false);
        }
        let joined = self.enrolled.get(&commission.enrollment).copied();
        let joined = joined.unwrap_or(conversion.occurred_at);
        let content = conversion.in_program_currency()?;
        let (parts, partner) = (parts_of(&content), commission.partner.to_string());
        let credit = Credit {
            event,
            occurred_at: conversion.occurred_at,
            amount: conversion.amount(),
            currency: self.rulebook.program.currency,
            shares: &decision.shares,
            place,
            circumstances: circumstances_of(
                &content,
                &conversion.source,
                conversion.occurred_at,
                (&partner, joined),
            ),
            parts: &parts,
            kept: 0,
        };
        let reversed = reversal_of(commission.earned, &commission.by_part, conversion)?;
        Ok(commission.event == event
            && commission.reversed == reversed
            && comes_out_again(&commission.price(), terms, &credit, self.priors(commission, terms)))
    }

    /// What the partner had been credited with for the customer before. While nothing is stated, that is what occurred
    /// before. What a statement shows counts from then on for all that is priced, and is priced no more itself: then any
    /// number of the others may have counted, as far as the terms tell numbers and months apart.
    fn priors(&self, commission: &Commission, terms: Option<&Terms>) -> impl Iterator<Item = Priors> {
        let alike = |it: &&Commission| {
            it.enrollment == commission.enrollment
                && it.event.counted_as() == commission.event.counted_as()
                && it.id != commission.id
        };
        let others = || self.history.commissions.iter().filter(alike);
        let before = |it: &&Commission| {
            (it.occurred_at, &it.key) < (commission.occurred_at, &commission.key) && it.share_millionths > 0
        };
        let counted = others().filter(before);
        let exact = counted.fold(Priors::default(), |priors, it| priors.and(it.occurred_at));

        let is_stated = others().any(Commission::is_frozen) || commission.is_frozen();
        let (mut times, mut count) = (BTreeMap::new(), 0);
        for other in others().filter(|_| is_stated) {
            let since = Priors { count: 1, first_at: Some(other.occurred_at) };
            times.insert(since.months_at(commission.occurred_at), other.occurred_at);
            count += 1;
        }
        let most = count.min(greatest_number(terms));
        let possible = times
            .into_values()
            .flat_map(move |at| (1..=most).map(move |count| Priors { count, first_at: Some(at) }));
        [exact].into_iter().chain(is_stated.then(Priors::default)).chain(possible)
    }
}

/// Beyond this many events the terms reward each like the one before.
fn greatest_number(terms: Option<&Terms>) -> u32 {
    let rewards = || terms.into_iter().flat_map(|terms| &terms.rewards);
    let counts = rewards().filter_map(|reward| match reward.recurrence {
        Recurrence::Recurring { limit: Limit::Count { count } } => Some(count),
        _ => None,
    });
    let conditions = rewards().flat_map(|reward| reward.when.iter().flatten());
    let numbers = conditions.filter(|condition| condition.field == Field::Number);
    let numbers = numbers.flat_map(|condition| &condition.values).filter_map(|value| value.parse().ok());
    counts.chain(numbers).max().unwrap_or(0).saturating_add(1)
}

fn is_exchanged(conversion: &Conversion) -> bool {
    conversion.exchange.is_none_or(|exchange| {
        conversion.content.amount == Some(exchange.from)
            && exchange.rate.convert(exchange.from.amount) == Ok(exchange.to)
    })
}
