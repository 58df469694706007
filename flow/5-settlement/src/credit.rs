//! The commissions of one conversion: each share priced under its terms, and what lost its share.

use crate::{
    price::unpriced,
    repricing::{adjusted, still_suspended},
    settle::Settling,
};
use commission::{
    Commission, Credit, Declined, Price, Suspension, circumstances_of, parts_of, post, reversal_of,
};
use conversion::{Conversion, Share};
use program::{EnrollmentStatus, Event, Terms};
use std::collections::BTreeMap;
use words::{CommissionId, EnrollmentId, EntryId, Instant, Invalid};

/// One share of a conversion's credit, among the others.
#[derive(Clone, Copy)]
pub(crate) struct SharePlace<'s> {
    pub(crate) conversion: &'s Conversion,
    pub(crate) event: Event,
    pub(crate) shares: &'s [Share],
    /// The place of this share in `shares`.
    pub(crate) place: usize,
}

impl<'s> SharePlace<'s> {
    pub(crate) fn share(&self) -> &'s Share {
        &self.shares[self.place]
    }
}

impl Settling<'_, '_> {
    /// Prices every share of the conversion. A partner who lost their share earns nothing.
    pub(crate) fn price(&mut self, conversion: &Conversion, shares: &[Share]) -> Result<(), Invalid> {
        let Some(event) = conversion.event() else { return Ok(()) };
        let mut after: Vec<Commission> = Vec::new();
        for place in 0..shares.len() {
            after.push(self.credit(&SharePlace { conversion, event, shares, place })?);
        }
        let keeps = |enrollment| shares.iter().any(|share| share.enrollment == enrollment);
        let lost = self.own(conversion.id).filter(|own| !keeps(own.enrollment));
        let now = self.input.now;
        after.extend(lost.map(|own| adjusted(own, without_share(own), now)));

        self.is_disturbed |= credited(self.own(conversion.id)) != credited(after.iter());
        for commission in after {
            self.count(&commission);
            self.book(commission);
        }
        Ok(())
    }

    /// The commission for one share.
    fn credit(&mut self, part: &SharePlace<'_>) -> Result<Commission, Invalid> {
        let (conversion, share, now) = (part.conversion, part.share(), self.input.now);
        let before = self.own(conversion.id).find(|own| own.enrollment == share.enrollment).cloned();
        let before = before.as_ref();
        let is_repriced = self.input.only_prices(conversion);
        let terms = self.terms_for(conversion, share.enrollment, before.filter(|_| is_repriced));
        let price = self.earned(part, terms, before)?;
        let reversed = reversal_of(price.amount, &price.by_part, conversion).map_err(unpriced)?;

        let id = before.map(|before| before.id);
        let id = id.unwrap_or_else(|| CommissionId::draw(now, (self.draw)()));
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
            event: part.event,
            occurred_at: conversion.occurred_at,
            granted: None,
            share_millionths: share.millionths,
            terms: terms.map(|terms| terms.id),
            lines: price.lines,
            base: price.base,
            by_part: price.by_part,
            currency: self.input.rulebook.program.currency,
            earned: price.amount,
            reversed,
            stated: before.map_or(0, |before| before.stated),
            taken_back: before.map_or(0, |before| before.taken_back),
            hold_until: conversion.occurred_at.plus_days(hold_days),
            awaits_approval: false,
            approved_earned: 0,
            approved_at: before.and_then(|before| before.approved_at),
            declined: self.declined(share.enrollment, before),
            suspended: still_suspended(before, is_repriced),
            statement: before.and_then(|before| before.statement),
            adjusted_at: before.and_then(|before| before.adjusted_at),
            paid_at: before.and_then(|before| before.paid_at),
            created_at: before.map_or(now, |before| before.created_at),
        };

        let after = after.awaiting(before, self.approved_at_most(conversion, terms, before));
        self.changed.add(&after, 1);
        Ok(match before {
            Some(before) => adjusted(before, after, now),
            None => after,
        })
    }

    /// Why the commission earns nothing. What shows only after a ban is declined as if it had been pending then.
    fn declined(&self, enrollment: EnrollmentId, before: Option<&Commission>) -> Option<Declined> {
        match before {
            Some(before) if before.share_millionths > 0 || before.declined.is_some() => {
                before.declined.clone()
            }
            _ => {
                let snapshot = self.snapshot(enrollment)?;
                let is_banned = snapshot.enrollment.status == EnrollmentStatus::Banned;
                is_banned.then(|| Declined::by_ban(snapshot.enrollment.since))
            }
        }
    }

    /// The price of one share under the terms. Limits leave at least `kept` of it.
    pub(crate) fn price_of(
        &mut self,
        part: &SharePlace<'_>,
        terms: Option<&Terms>,
        kept: i64,
    ) -> Result<Price, Invalid> {
        let (conversion, share, event) = (part.conversion, part.share(), part.event);
        self.priced = self.customer_of(conversion);
        let priors = self.priors.get(&(share.enrollment, event.counted_as())).copied().unwrap_or_default();
        let joined = self.snapshot(share.enrollment).map(|snapshot| snapshot.enrollment.created_at);
        let joined = joined.unwrap_or(conversion.occurred_at);
        let content = conversion.in_program_currency().map_err(unpriced)?;
        let (parts, partner) = (parts_of(&content), share.partner.to_string());

        let credit = Credit {
            event,
            occurred_at: conversion.occurred_at,
            amount: conversion.amount(),
            currency: self.input.rulebook.program.currency,
            shares: part.shares,
            place: part.place,
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

    /// When the first touch of the enrollment occurred.
    pub(crate) fn began_at(&self, enrollment: EnrollmentId) -> Option<Instant> {
        let own = self.input.touches.iter().filter(|touch| touch.enrollment == enrollment);
        own.map(|touch| touch.occurred_at).min()
    }

    /// Posts the difference between what the commission was and what it is.
    fn book(&mut self, after: Commission) {
        let before = self.input.history.commissions.iter().find(|own| own.id == after.id).cloned();
        if before.as_ref() == Some(&after) {
            return;
        }
        if !self.input.is_trial {
            let (now, draw) = (self.input.now, &mut self.draw);
            let entries = post(before.as_ref(), &after, now, &mut || EntryId::draw(now, draw()));
            self.settlement.entries.extend(entries);
        }
        self.settlement.commissions.push(after);
    }
}

/// The commission of a partner who is no longer credited.
fn without_share(own: &Commission) -> Commission {
    Commission {
        share_millionths: 0,
        lines: Vec::new(),
        base: 0,
        by_part: Vec::new(),
        earned: 0,
        reversed: 0,
        ..own.suspended_by(Suspension::Review, false)
    }
}

/// What a conversion adds to what the later ones are priced by.
fn credited<'a>(own: impl Iterator<Item = &'a Commission>) -> BTreeMap<EnrollmentId, (u32, i64, i64)> {
    own.filter(|own| own.share_millionths > 0)
        .map(|own| (own.enrollment, (own.share_millionths, own.base, own.earned)))
        .collect()
}
