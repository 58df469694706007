//! Settling: the conversions of a customer decided in their order, each by the evidence up to it.

use crate::{
    EnrollmentSnapshot, Reopen, Settlement, SettlementInput, Totals, candidates::SelfReferrals,
    totals::Changed, watches,
};
use commission::{Commission, Priors, Suspension};
use conversion::{
    Bond, Candidate, Case, Conversion, Decision, Review, ReviewStatus, SOURCE_BROWSER, decide, weigh,
};
use program::{Event, Policy, PolicyRules, policy_in_force};
use referral::Touch;
use std::{cell::RefCell, collections::BTreeMap};
use words::{ConversionId, CustomerId, DecisionId, EnrollmentId, Invalid, ReviewId};

/// Decides and prices every conversion of `input.history`. `draw` supplies the random part of each new id.
///
/// Prices rest on running totals. If `totals` lacks one, [`Settlement::missing`] names it: look it up and settle again.
///
/// # Errors
/// An amount is too large to be priced.
pub fn settle(
    input: &SettlementInput<'_>,
    totals: &Totals,
    draw: &mut (dyn FnMut() -> u128 + Send),
) -> Result<Settlement, Invalid> {
    let mut settling = Settling::of(input, totals, None, draw)?;
    // Retroactive tiers rest on what the customer's own conversions come to in the end. The totals they are measured by
    // never depend on prices, so that the first pass already knows them.
    if settling.asks_whole && settling.settlement.missing.is_empty() {
        let whole = std::mem::take(&mut settling.changed);
        return Ok(Settling::of(input, totals, Some(&whole), draw)?.settlement());
    }
    Ok(settling.settlement())
}

pub(crate) struct Settling<'a, 'b> {
    pub(crate) input: &'b SettlementInput<'a>,
    /// In the order in which decisions weigh them.
    pub(crate) touches: Vec<&'b Touch>,
    /// Somebody that the customer is or was is erased.
    pub(crate) is_erased: bool,
    /// A cache: a customer may have very many people.
    pub(crate) self_referrals: RefCell<SelfReferrals>,
    pub(crate) draw: &'b mut (dyn FnMut() -> u128 + Send),
    pub(crate) priors: BTreeMap<(EnrollmentId, Event), Priors>,
    pub(crate) totals: &'b Totals,
    /// What the conversions from the position on change in the totals: first taken back, then added again once priced.
    pub(crate) changed: Changed,
    /// The commissions behind this part, taken back until later parts price them.
    pub(crate) behind: Changed,
    /// What `changed` comes to in the end, once it is known.
    pub(crate) whole: Option<&'b Changed>,
    /// Whether a price rests on `whole`.
    pub(crate) asks_whole: bool,
    /// The credit of the first credited conversion so far.
    pub(crate) bond: Option<Bond>,
    /// Whose conversion is priced: caps per customer count each of their ids separately.
    pub(crate) priced: CustomerId,
    /// Whether the credit or price of a conversion so far changed, so that the later ones are priced again.
    pub(crate) is_disturbed: bool,
    pub(crate) settlement: Settlement,
}

impl<'a, 'b> Settling<'a, 'b> {
    /// Every conversion decided and priced. `whole` is what they come to in the end, once it is known.
    fn of(
        input: &'b SettlementInput<'a>,
        totals: &'b Totals,
        whole: Option<&'b Changed>,
        draw: &'b mut (dyn FnMut() -> u128 + Send),
    ) -> Result<Self, Invalid> {
        let mut touches: Vec<_> = input.touches.iter().collect();
        touches.sort_by_cached_key(|touch| (touch.occurred_at, touch.key()));
        let mut settling = Settling {
            input,
            touches,
            is_erased: input.everybody().any(|customer| customer.erased_at.is_some()),
            self_referrals: RefCell::default(),
            draw,
            priors: input.history.priors.clone(),
            totals,
            changed: Changed::default(),
            behind: Changed::default(),
            whole,
            asks_whole: false,
            bond: input.history.bond.as_ref().map(|(_, bond)| bond.clone()),
            priced: input.customer.id,
            is_disturbed: input.is_disturbed,
            settlement: Settlement::default(),
        };

        for commission in &input.history.commissions {
            if input.is_frozen(commission) {
                settling.count(commission);
            } else {
                settling.changed.add(commission, -1);
            }
        }
        settling.count_behind();

        for conversion in &input.history.conversions {
            settling.conversion(conversion)?;
        }
        Ok(settling)
    }

    fn settlement(mut self) -> Settlement {
        self.total_up();
        let input = self.input;
        if !input.is_trial && self.settlement.missing.is_empty() {
            let totals = &self.settlement.totals;
            self.settlement.watches = watches(input.rulebook, input.snapshots, totals, input.now);
        }
        // The end of the history shows who leads a customer.
        if !input.is_trial && input.history.rest.is_none() {
            self.referrals();
        }
        Settlement { is_disturbed: self.is_disturbed, ..self.settlement }
    }

    pub(crate) fn snapshot(&self, enrollment: EnrollmentId) -> Option<&'b EnrollmentSnapshot> {
        self.input.snapshots.iter().find(|snapshot| snapshot.enrollment.id == enrollment)
    }

    pub(crate) fn own(&self, conversion: ConversionId) -> impl Iterator<Item = &'b Commission> + use<'a, 'b> {
        let commissions = &self.input.history.commissions;
        commissions.iter().filter(move |commission| commission.conversion == Some(conversion))
    }

    pub(crate) fn decided(&self, conversion: ConversionId) -> Option<&'b Decision> {
        self.input.history.decisions.iter().find(|decision| decision.conversion == conversion)
    }

    pub(crate) fn count(&mut self, commission: &Commission) {
        if commission.share_millionths > 0 {
            let priors =
                self.priors.entry((commission.enrollment, commission.event.counted_as())).or_default();
            *priors = priors.and(commission.occurred_at);
        }
    }

    /// Counts the commissions of later parts as if one part were all: those that a statement shows have happened, the
    /// others are still to come.
    fn count_behind(&mut self) {
        let input = self.input;
        for own in input.history.behind.chunk_by(|one, other| one.conversion == other.conversion) {
            for commission in own {
                if input.is_frozen_among(commission, own.iter()) {
                    self.count(commission);
                } else {
                    self.behind.add(commission, -1);
                }
            }
        }
    }

    fn conversion(&mut self, conversion: &Conversion) -> Result<(), Invalid> {
        let Some(policy) = policy_in_force(&self.input.rulebook.policies, conversion.occurred_at) else {
            return Ok(());
        };
        let before = self.decided(conversion.id);
        if self.input.is_trial {
            return self.try_out(conversion, policy, before);
        }

        let decision = self.decide(conversion, policy, before);
        if let Some(before) = before.filter(|_| self.shows_on_statement(conversion)) {
            self.review(before, &decision);
            self.bind(before.conversion, &before.shares);
            return Ok(());
        }
        if let Some(before) = before.filter(|_| self.input.only_prices(conversion)) {
            // A review item about the credit stays open.
            self.bind(before.conversion, &before.shares);
            return self.price(conversion, &before.shares);
        }

        self.bind(conversion.id, &decision.shares);
        self.price(conversion, &decision.shares)?;
        self.settle_review(conversion.id);
        if !before.is_some_and(|before| before.agrees_with(&decision)) {
            self.settlement.decisions.push(decision);
        }
        Ok(())
    }

    /// Whether a closed statement freezes a commission of the conversion.
    fn shows_on_statement(&self, conversion: &Conversion) -> bool {
        self.own(conversion.id).any(|own| self.input.is_frozen(own))
    }

    /// What would be credited, without a record of what stays as it is.
    fn try_out(
        &mut self,
        conversion: &Conversion,
        policy: &Policy,
        before: Option<&Decision>,
    ) -> Result<(), Invalid> {
        if let Some(before) = before.filter(|_| self.shows_on_statement(conversion)) {
            self.bind(before.conversion, &before.shares);
            return Ok(());
        }

        let rules = &policy.rules;
        let shares = self
            .with_case(conversion, rules, before, |case, candidates| weigh(case, candidates, rules).shares);
        self.bind(conversion.id, &shares);
        self.price(conversion, &shares)?;
        if before.is_none_or(|before| before.shares != shares) {
            let decision = self.decide(conversion, policy, before);
            self.settlement.decisions.push(decision);
        }
        Ok(())
    }

    /// A new decision closes the open review item.
    fn settle_review(&mut self, conversion: ConversionId) {
        let known = self.input.history.reviews.iter().find(|review| review.conversion == conversion);
        let accepted = self.input.reopen == Reopen::Accepted(conversion);
        let open = known.filter(|review| review.status == ReviewStatus::Open && !accepted);
        let closed_at = Some(self.input.now);
        self.settlement.reviews.extend(open.map(|review| Review {
            status: ReviewStatus::Settled,
            closed_at,
            ..review.clone()
        }));
    }

    /// Opens a review item if a decision that a statement shows would be another today, and suspends its commissions.
    fn review(&mut self, stands: &Decision, proposed: &Decision) {
        let known = self.input.history.reviews.iter().find(|review| review.conversion == stands.conversion);
        let id = ReviewId::draw(self.input.now, (self.draw)());
        let review = Review::questioned(known, stands, proposed, id, self.input.now);
        let is_open = |review: &Review| review.status == ReviewStatus::Open;
        let asks = review.as_ref().or(known).is_some_and(is_open);

        let own = self.own(stands.conversion);
        let suspended = own.map(|own| (own.suspended_by(Suspension::Review, asks), own));
        self.settlement
            .commissions
            .extend(suspended.filter(|(after, own)| after != *own).map(|(after, _)| after));
        self.settlement.reviews.extend(review);
    }

    fn decide(&mut self, conversion: &Conversion, policy: &Policy, before: Option<&Decision>) -> Decision {
        let (now, id) = (self.input.now, DecisionId::draw(self.input.now, (self.draw)()));
        let judge = |case: &Case<'_>, candidates: &[Candidate<'_>]| decide(case, candidates, policy, id, now);
        self.with_case(conversion, &policy.rules, before, judge)
    }

    fn with_case<T>(
        &self,
        conversion: &Conversion,
        rules: &PolicyRules,
        before: Option<&Decision>,
        judge: impl FnOnce(&Case<'_>, &[Candidate<'_>]) -> T,
    ) -> T {
        let key = conversion.key();
        let corrections = &self.input.history.corrections;
        // The conversion that makes the bond does not rest on it.
        let bond = self.bond_at(conversion.occurred_at).filter(|bond| bond.conversion != conversion.id);
        let case = Case {
            scope: conversion.scope,
            program: conversion.program,
            customer: self.customer_of(conversion),
            conversion: conversion.id,
            key: &key,
            occurred_at: conversion.occurred_at,
            by_browser: conversion.source == SOURCE_BROWSER,
            correction: corrections.iter().find(|it| it.conversion == conversion.id && it.stands()),
            bond: bond.as_ref(),
        };
        judge(&case, &self.candidates(conversion.occurred_at, rules, before))
    }

    /// Under which of the customer's ids the conversion was reported.
    pub(crate) fn customer_of(&self, conversion: &Conversion) -> CustomerId {
        conversion.customer.unwrap_or(self.input.customer.id)
    }
}
