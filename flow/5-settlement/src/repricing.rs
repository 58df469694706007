//! What stays and what changes when a commission is decided or priced again.

use crate::{credit::SharePlace, settle::Settling};
use commission::{Commission, Line, Price, Reckoned, Suspension};
use conversion::{Conversion, Share};
use program::{Terms, terms_in_force};
use std::collections::BTreeSet;
use words::{EnrollmentId, Instant, Invalid, TermsId};

impl<'a> Settling<'a, '_> {
    /// The version that prices a credit: the one that a person named, else the one that priced it if it is only priced
    /// again, else the one in force.
    pub(crate) fn terms_for(
        &self,
        conversion: &Conversion,
        enrollment: EnrollmentId,
        repriced: Option<&Commission>,
    ) -> Option<&'a Terms> {
        let all = &self.input.rulebook.terms;
        let named = conversion.amended.as_ref().and_then(|amended| amended.terms);
        let pinned = named.or(repriced.and_then(|repriced| repriced.terms));
        let pinned = pinned.and_then(|id| all.iter().find(|terms| terms.id == id));
        pinned.or_else(|| {
            let began_at = self.began_at(enrollment).unwrap_or(conversion.occurred_at);
            let snapshot = self.snapshot(enrollment)?;
            terms_in_force(all, &snapshot.enrollment, began_at, conversion.occurred_at)
        })
    }

    /// The most that is approved without a person; what a person corrects stays approved.
    pub(crate) fn approved_at_most(
        &self,
        conversion: &Conversion,
        terms: Option<&Terms>,
        before: Option<&Commission>,
    ) -> Option<i64> {
        let was_approved = before.is_some_and(|before| before.approved_at.is_some());
        let stays = was_approved && self.input.is_by_person(conversion);
        terms.and_then(|terms| terms.auto_approve_max).filter(|_| !stays)
    }

    /// The price of a share, or what it earned already where that stands.
    pub(crate) fn earned(
        &mut self,
        part: &SharePlace<'_>,
        terms: Option<&Terms>,
        before: Option<&Commission>,
    ) -> Result<Price, Invalid> {
        // Once an earlier part changed a stored total, the total no longer contains what was earned before.
        let priced_before = terms.zip(before).filter(|_| !self.input.is_disturbed);
        let kept = priced_before.map_or(0, |(terms, before)| kept(before, terms, part.share()));
        let price = self.price_of(part, terms, kept)?;

        let conversion = part.conversion;
        let is_shared_as_before =
            || self.decided(conversion.id).is_some_and(|before| before.shares == part.shares);
        let known = before.filter(|_| !self.is_disturbed && !self.input.is_priced_anew(conversion));
        let known = known.filter(|known| stands(known, terms.map(|terms| terms.id), &price));
        match known.filter(|_| is_shared_as_before()) {
            Some(known) => Ok(Price {
                amount: known.earned,
                lines: known.lines.clone(),
                by_part: known.by_part.clone(),
                relied: Vec::new(),
                ..price
            }),
            None => {
                self.guard_price(part.share().enrollment, &price);
                Ok(price)
            }
        }
    }
}

/// A price by running totals stays while nothing else about it changes: totals grow with later events, and a refund must
/// not lift an old sale into a tier that was reached since, unless tiers are retroactive. The caller checks that all shares
/// are as before, because the odd cent of one share depends on the others.
fn stands(known: &Commission, terms: Option<TermsId>, price: &Price) -> bool {
    let is_nothing = matches!(known.lines[..], [] | [Line::Nothing { .. }]);
    let is_retroactive = price.relied.iter().any(|relied| relied.total.reckoned == Reckoned::Whole);
    !price.relied.is_empty()
        && !is_retroactive
        && !is_nothing
        && known.terms == terms
        && known.base == price.base
        && rewards(&known.lines).eq(rewards(&price.lines))
}

/// What limits leave of an earlier price: a budget that was lowered since takes nothing away.
fn kept(known: &Commission, terms: &Terms, share: &Share) -> i64 {
    let is_same = known.terms == Some(terms.id) && known.share_millionths == share.millionths;
    if is_same { known.earned } else { 0 }
}

/// Which of several rewards gave it, and for how many parts of the sale.
fn rewards(lines: &[Line]) -> impl Iterator<Item = (u32, u32)> {
    lines.iter().filter_map(|line| match line {
        Line::Reward { place, parts, .. } => Some((*place, *parts)),
        _ => None,
    })
}

/// A new decision closes the review; a new price leaves it open.
pub(crate) fn still_suspended(before: Option<&Commission>, is_repriced: bool) -> BTreeSet<Suspension> {
    let mut suspended = before.map_or_else(BTreeSet::new, |before| before.suspended.clone());
    suspended.retain(|suspension| is_repriced || *suspension != Suspension::Review);
    suspended
}

/// The commission marked as adjusted, if a statement shows what it was.
pub(crate) fn adjusted(before: &Commission, after: Commission, now: Instant) -> Commission {
    if before.is_frozen() && (before.earned, before.reversed) != (after.earned, after.reversed) {
        Commission { adjusted_at: Some(now), ..after }
    } else {
        after
    }
}
