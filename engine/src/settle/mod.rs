//! Settling a customer: decide and price every conversion from a position on, and say what changes.
//! A pure function of the events, so that their order of arrival changes nothing.

mod anew;
mod bond;
mod docket;
mod evidence;
mod price;
mod totals;
mod watch;

pub(crate) use crate::ports::Thaw;
pub(crate) use docket::Docket;
pub(crate) use totals::{Changed, Totals};

use crate::SOURCE_BROWSER;
use crate::ports::{Job, Standing, TotalChange, TotalGuard, TotalKey};
use anew::{adjusted, still_waits_for};
use commission::{
    Commission, Credit, Declined, Entry, Price, Priors, Suspension, circumstances_of, parts_of, reversal_of,
};
use conversion::{Bond, Candidate, Case, Conversion, Decision, Review, ReviewStatus, Share, decide, weigh};
use evidence::{SelfReferrals, everybody};
pub(crate) use price::unpriced;
use program::{EnrollmentStatus, Event, Policy, PolicyRules, Terms, policy_in_force};
use referral::{Referral, Touch};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};
use words::{
    CommissionId, ConversionId, CustomerId, DecisionId, EnrollmentId, EntryId, Instant, Invalid, ReviewId,
};

/// What settling changes. `decisions` and `commissions` hold only new or changed ones.
#[derive(Default)]
pub(crate) struct Settled {
    pub decisions: Vec<Decision>,
    pub commissions: Vec<Commission>,
    pub entries: Vec<Entry>,
    pub totals: Vec<TotalChange>,
    pub guards: Vec<TotalGuard>,
    /// What looks at totals that pass a level.
    pub jobs: Vec<Job>,
    /// Totals that are to be known first; what was settled without them is not right.
    pub missing: BTreeSet<TotalKey>,
    /// One of each id of the customer under which evidence came.
    pub referrals: Vec<Referral>,
    /// What a person is asked, or asked no more.
    pub reviews: Vec<Review>,
    /// Something is credited or priced otherwise than it was, so that what follows is priced anew.
    pub is_disturbed: bool,
}

impl Settled {
    pub(crate) fn is_empty(&self) -> bool {
        self.decisions.is_empty()
            && self.commissions.is_empty()
            && self.totals.is_empty()
            && self.referrals.is_empty()
            && self.reviews.is_empty()
    }
}

struct Settling<'a, 'b> {
    docket: &'b Docket<'a>,
    /// In the order in which decisions weigh them.
    touches: Vec<&'b Touch>,
    /// Somebody that the customer is or was is erased.
    is_erased: bool,
    /// What was found so far: a customer may have very many people.
    self_referrals: RefCell<SelfReferrals>,
    draw: &'b mut (dyn FnMut() -> u128 + Send),
    priors: BTreeMap<(EnrollmentId, Event), Priors>,
    totals: &'b Totals,
    /// What the customer's own conversions from the position on change in them: first taken back, then added again as
    /// they are priced.
    changed: Changed,
    /// What is taken back until later parts price it: the commissions behind this part.
    behind: Changed,
    /// What they change in the end, where that is known.
    whole: Option<&'b Changed>,
    /// Whether a price rests on it.
    asks_whole: bool,
    /// The credit of the first credited conversion so far.
    bond: Option<Bond>,
    /// Whose conversion is priced: caps per customer count each id of theirs apart.
    priced: CustomerId,
    /// Whether a conversion so far is credited or priced otherwise than before, so that the later ones are priced anew.
    is_disturbed: bool,
    settled: Settled,
}

pub(crate) fn settle(
    docket: &Docket<'_>,
    totals: &Totals,
    draw: &mut (dyn FnMut() -> u128 + Send),
) -> Result<Settled, Invalid> {
    let mut settling = Settling::of(docket, totals, None, draw)?;
    // Retroactive tiers rest on what the customer's own conversions come to in the end. Nothing of that rests on prices,
    // so that what is known after once is so.
    if settling.asks_whole && settling.settled.missing.is_empty() {
        let whole = std::mem::take(&mut settling.changed);
        return Ok(Settling::of(docket, totals, Some(&whole), draw)?.settled());
    }
    Ok(settling.settled())
}

impl<'a, 'b> Settling<'a, 'b> {
    /// Every conversion decided and priced. `whole` is what they come to in the end, where that is known.
    fn of(
        docket: &'b Docket<'a>,
        totals: &'b Totals,
        whole: Option<&'b Changed>,
        draw: &'b mut (dyn FnMut() -> u128 + Send),
    ) -> Result<Self, Invalid> {
        let mut touches: Vec<_> = docket.touches.iter().collect();
        touches.sort_by_cached_key(|touch| (touch.occurred_at, touch.key()));
        let mut settling = Settling {
            docket,
            touches,
            is_erased: everybody(docket).any(|customer| customer.erased_at.is_some()),
            self_referrals: RefCell::default(),
            draw,
            priors: docket.history.priors.clone(),
            totals,
            changed: Changed::default(),
            behind: Changed::default(),
            whole,
            asks_whole: false,
            bond: docket.history.bond.as_ref().map(|(_, bond)| bond.clone()),
            priced: docket.customer.id,
            is_disturbed: docket.is_disturbed,
            settled: Settled::default(),
        };
        for commission in &docket.history.commissions {
            if docket.is_frozen(commission) {
                settling.count(commission);
            } else {
                settling.changed.add(commission, -1);
            }
        }
        settling.count_behind();
        for conversion in &docket.history.conversions {
            settling.conversion(conversion)?;
        }
        Ok(settling)
    }

    fn settled(mut self) -> Settled {
        self.total();
        // What a customer's referral is shows at the end of their history.
        if !self.docket.trial && self.docket.history.rest.is_none() {
            self.referrals();
        }
        Settled { is_disturbed: self.is_disturbed, ..self.settled }
    }
}

impl<'a, 'b> Settling<'a, 'b> {
    fn standing(&self, enrollment: EnrollmentId) -> Option<&Standing> {
        self.docket.standings.iter().find(|standing| standing.enrollment.id == enrollment)
    }

    fn own(&self, conversion: ConversionId) -> impl Iterator<Item = &'b Commission> + use<'a, 'b> {
        let commissions = &self.docket.history.commissions;
        commissions.iter().filter(move |commission| commission.conversion == Some(conversion))
    }

    fn decided(&self, conversion: ConversionId) -> Option<&'b Decision> {
        self.docket.history.decisions.iter().find(|decision| decision.conversion == conversion)
    }

    fn count(&mut self, commission: &Commission) {
        if commission.share_millionths > 0 {
            let priors =
                self.priors.entry((commission.enrollment, commission.event.counted_as())).or_default();
            *priors = priors.and(commission.occurred_at);
        }
    }

    /// What a later part settles counts for this one as it does where one part is all: what a statement shows has
    /// happened, and the rest is yet to come.
    fn count_behind(&mut self) {
        let docket = self.docket;
        for own in docket.history.behind.chunk_by(|one, other| one.conversion == other.conversion) {
            for commission in own {
                if docket.is_frozen_among(commission, own.iter()) {
                    self.count(commission);
                } else {
                    self.behind.add(commission, -1);
                }
            }
        }
    }

    fn conversion(&mut self, conversion: &Conversion) -> Result<(), Invalid> {
        let Some(policy) = policy_in_force(&self.docket.rulebook.policies, conversion.occurred_at) else {
            return Ok(());
        };
        let before = self.decided(conversion.id);
        if self.docket.trial {
            return self.try_out(conversion, policy, before);
        }
        let decision = self.decide(conversion, policy, before);
        let frozen = self.own(conversion.id).any(|own| self.docket.is_frozen(own));
        if let Some(before) = before.filter(|_| frozen) {
            self.review(before, &decision);
            self.bind(before.conversion, &before.shares);
            return Ok(());
        }
        if let Some(before) = before.filter(|_| self.docket.only_prices(conversion)) {
            // Who is credited is another question, which stays open if it is.
            self.bind(before.conversion, &before.shares);
            return self.price(conversion, &before.shares);
        }
        self.bind(conversion.id, &decision.shares);
        self.price(conversion, &decision.shares)?;
        self.settle_review(conversion.id);
        if !before.is_some_and(|before| before.agrees_with(&decision)) {
            self.settled.decisions.push(decision);
        }
        Ok(())
    }

    /// What would be credited, without a record of what stays as it is.
    fn try_out(
        &mut self,
        conversion: &Conversion,
        policy: &Policy,
        before: Option<&Decision>,
    ) -> Result<(), Invalid> {
        if let Some(before) = before.filter(|_| self.own(conversion.id).any(|own| self.docket.is_frozen(own)))
        {
            self.bind(before.conversion, &before.shares);
            return Ok(());
        }
        let rules = &policy.rules;
        let shares = self
            .with_case((conversion, rules), before, |case, candidates| weigh(case, candidates, rules).shares);
        self.bind(conversion.id, &shares);
        self.price(conversion, &shares)?;
        if before.is_none_or(|before| before.shares != shares) {
            let decision = self.decide(conversion, policy, before);
            self.settled.decisions.push(decision);
        }
        Ok(())
    }

    /// What is decided anew is asked about no more.
    fn settle_review(&mut self, conversion: ConversionId) {
        let known = self.docket.history.reviews.iter().find(|review| review.conversion == conversion);
        let accepted = self.docket.thaw == Thaw::Accepted(conversion);
        let open = known.filter(|review| review.status == ReviewStatus::Open && !accepted);
        let closed_at = Some(self.docket.now);
        self.settled.reviews.extend(open.map(|review| Review {
            status: ReviewStatus::Settled,
            closed_at,
            ..review.clone()
        }));
    }

    fn review(&mut self, stands: &Decision, proposed: &Decision) {
        let known = self.docket.history.reviews.iter().find(|review| review.conversion == stands.conversion);
        let id = ReviewId::draw(self.docket.now, (self.draw)());
        let review = Review::questioned(known, stands, proposed, id, self.docket.now);
        let is_open = |review: &Review| review.status == ReviewStatus::Open;
        let asks = review.as_ref().or(known).is_some_and(is_open);
        let own: Vec<_> = self.own(stands.conversion).cloned().collect();
        let suspended = own.into_iter().map(|own| (own.suspended_by(Suspension::Review, asks), own));
        self.settled
            .commissions
            .extend(suspended.filter(|(after, own)| after != own).map(|(after, _)| after));
        self.settled.reviews.extend(review);
    }

    fn decide(&mut self, conversion: &Conversion, policy: &Policy, before: Option<&Decision>) -> Decision {
        let (now, id) = (self.docket.now, DecisionId::draw(self.docket.now, (self.draw)()));
        let judge = |case: &Case<'_>, candidates: &[Candidate<'_>]| decide(case, candidates, policy, id, now);
        self.with_case((conversion, &policy.rules), before, judge)
    }

    fn with_case<T>(
        &self,
        (conversion, rules): (&Conversion, &PolicyRules),
        before: Option<&Decision>,
        judge: impl FnOnce(&Case<'_>, &[Candidate<'_>]) -> T,
    ) -> T {
        let key = conversion.key();
        let corrections = &self.docket.history.corrections;
        // What makes the bond does not rest on it.
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
        judge(&case, &self.candidates((conversion.occurred_at, rules), before))
    }

    /// Under which of the customer's ids the conversion was reported.
    fn customer_of(&self, conversion: &Conversion) -> CustomerId {
        conversion.customer.unwrap_or(self.docket.customer.id)
    }

    fn price(&mut self, conversion: &Conversion, shares: &[Share]) -> Result<(), Invalid> {
        let Some(event) = conversion.event() else { return Ok(()) };
        let mut after: Vec<Commission> = Vec::new();
        for place in 0..shares.len() {
            after.push(self.credit(conversion, event, (shares, place))?);
        }
        let keeps = |enrollment| shares.iter().any(|share| share.enrollment == enrollment);
        let lost = self.own(conversion.id).filter(|own| !keeps(own.enrollment));
        let now = self.docket.now;
        after.extend(lost.map(|own| {
            let decided = own.suspended_by(Suspension::Review, false);
            let after = Commission {
                share_millionths: 0,
                lines: Vec::new(),
                base: 0,
                by_part: Vec::new(),
                earned: 0,
                reversed: 0,
                ..decided
            };
            adjusted(own, after, now)
        }));
        self.is_disturbed |= credited(self.own(conversion.id)) != credited(after.iter());
        for commission in after {
            self.count(&commission);
            self.book(commission);
        }
        Ok(())
    }

    /// The price of one share of the conversion under the terms.
    fn price_of(
        &mut self,
        conversion: &Conversion,
        event: Event,
        (shares, place): (&[Share], usize),
        (terms, kept): (Option<&Terms>, i64),
    ) -> Result<Price, Invalid> {
        self.priced = self.customer_of(conversion);
        let share = &shares[place];
        let standing = self.standing(share.enrollment);
        let priors = self.priors.get(&(share.enrollment, event.counted_as())).copied().unwrap_or_default();
        let joined = standing.map_or(conversion.occurred_at, |standing| standing.enrollment.created_at);
        let content = conversion.in_program_currency().map_err(unpriced)?;
        let (parts, partner) = (parts_of(&content), share.partner.to_string());
        let credit = Credit {
            event,
            occurred_at: conversion.occurred_at,
            amount: conversion.amount(),
            currency: self.docket.rulebook.program.currency,
            shares,
            place,
            circumstances: circumstances_of(
                &content,
                &conversion.source,
                conversion.occurred_at,
                (&partner, joined),
            ),
            parts: &parts,
            kept,
        };
        self.priced(terms, &credit, priors)
    }

    fn credit(
        &mut self,
        conversion: &Conversion,
        event: Event,
        (shares, place): (&[Share], usize),
    ) -> Result<Commission, Invalid> {
        let rulebook = self.docket.rulebook;
        let share = &shares[place];
        let standing = self.standing(share.enrollment);
        let before = self.own(conversion.id).find(|own| own.enrollment == share.enrollment).cloned();
        let is_repriced = self.docket.only_prices(conversion);
        let terms = self.terms_for(conversion, share.enrollment, before.as_ref().filter(|_| is_repriced));
        let banned = standing
            .filter(|standing| standing.enrollment.status == EnrollmentStatus::Banned)
            .map(|standing| Declined::by_ban(standing.enrollment.since));
        let price = self.earned(conversion, event, (shares, place), (terms, before.as_ref()))?;
        let reversed = reversal_of(price.amount, &price.by_part, conversion).map_err(unpriced)?;
        let id = before.as_ref().map(|before| before.id);
        let id = id.unwrap_or_else(|| CommissionId::draw(self.docket.now, (self.draw)()));
        let hold_days = terms.map_or(0, |terms| i64::from(terms.hold_days));
        let after = Commission {
            id,
            scope: conversion.scope,
            program: conversion.program,
            customer: Some(self.customer_of(conversion)),
            conversion: Some(conversion.id),
            key: conversion.key(),
            enrollment: share.enrollment,
            partner: share.partner,
            event,
            occurred_at: conversion.occurred_at,
            granted: None,
            share_millionths: share.millionths,
            terms: terms.map(|terms| terms.id),
            lines: price.lines,
            base: price.base,
            by_part: price.by_part,
            currency: rulebook.program.currency,
            earned: price.amount,
            reversed,
            stated: before.as_ref().map_or(0, |before| before.stated),
            taken_back: before.as_ref().map_or(0, |before| before.taken_back),
            hold_until: conversion.occurred_at.plus_days(hold_days),
            awaits_approval: false,
            approved_earned: 0,
            approved_at: before.as_ref().and_then(|before| before.approved_at),
            declined: match &before {
                Some(before) if before.share_millionths > 0 || before.declined.is_some() => {
                    before.declined.clone()
                }
                // What shows only after a ban is as if it had been pending then.
                _ => banned,
            },
            suspended: still_waits_for(before.as_ref(), is_repriced),
            statement: before.as_ref().and_then(|before| before.statement),
            adjusted_at: before.as_ref().and_then(|before| before.adjusted_at),
            paid_at: before.as_ref().and_then(|before| before.paid_at),
            created_at: before.as_ref().map_or(self.docket.now, |before| before.created_at),
        };
        let after =
            after.awaiting(before.as_ref(), self.approved_at_most(conversion, terms, before.as_ref()));
        self.changed.add(&after, 1);
        Ok(match before {
            Some(before) => adjusted(&before, after, self.docket.now),
            None => after,
        })
    }

    fn began_at(&self, enrollment: EnrollmentId) -> Option<Instant> {
        let own = self.docket.touches.iter().filter(|touch| touch.enrollment == enrollment);
        own.map(|touch| touch.occurred_at).min()
    }

    /// Books the way from what the commission was to what it is.
    fn book(&mut self, after: Commission) {
        let before = self.docket.history.commissions.iter().find(|own| own.id == after.id).cloned();
        if before.as_ref() == Some(&after) {
            return;
        }
        if !self.docket.trial {
            let (now, draw) = (self.docket.now, &mut self.draw);
            let entries =
                commission::post(before.as_ref(), &after, now, &mut || EntryId::draw(now, draw()));
            self.settled.entries.extend(entries);
        }
        self.settled.commissions.push(after);
    }
}

/// What a conversion adds to what the later ones are priced by.
fn credited<'a>(own: impl Iterator<Item = &'a Commission>) -> BTreeMap<EnrollmentId, (u32, i64, i64)> {
    own.filter(|own| own.share_millionths > 0)
        .map(|own| (own.enrollment, (own.share_millionths, own.base, own.earned)))
        .collect()
}
