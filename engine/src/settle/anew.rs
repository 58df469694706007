//! What stays and what changes where a commission is decided or priced anew.

use super::{Docket, Settling, Thaw};
use commission::{Commission, Line, Price, Reckoned, Suspension};
use conversion::{Conversion, Share};
use program::{Event, Terms, terms_in_force};
use std::collections::BTreeSet;
use words::{EnrollmentId, Instant, Invalid, TermsId};

impl<'a> Settling<'a, '_> {
    /// The version that prices a credit: the one that somebody named, else the one that priced it where it is only priced
    /// anew, else the one in force.
    pub(super) fn terms_for(
        &self,
        conversion: &Conversion,
        enrollment: EnrollmentId,
        repriced: Option<&Commission>,
    ) -> Option<&'a Terms> {
        let all = &self.docket.rulebook.terms;
        let named = conversion.amended.as_ref().and_then(|amended| amended.terms);
        let pinned = named.or(repriced.and_then(|repriced| repriced.terms));
        let pinned = pinned.and_then(|id| all.iter().find(|terms| terms.id == id));
        pinned.or_else(|| {
            let began_at = self.began_at(enrollment).unwrap_or(conversion.occurred_at);
            let standing = self.standing(enrollment)?;
            terms_in_force(all, &standing.enrollment, began_at, conversion.occurred_at)
        })
    }

    /// What is approved without a person at most; whatever one puts right stays approved.
    pub(super) fn approved_at_most(
        &self,
        conversion: &Conversion,
        terms: Option<&Terms>,
        before: Option<&Commission>,
    ) -> Option<i64> {
        let by_person = match self.docket.thaw {
            Thaw::Priced(it) | Thaw::Conversion(it) | Thaw::Accepted(it) => it == conversion.id,
            Thaw::Nothing | Thaw::Tiered(..) | Thaw::Since(_) => false,
        };
        let stays = by_person && before.is_some_and(|before| before.approved_at.is_some());
        terms.and_then(|terms| terms.auto_approve_max).filter(|_| !stays)
    }

    /// The price of a share, or what it earned already where that stands.
    pub(super) fn earned(
        &mut self,
        conversion: &Conversion,
        event: Event,
        (shares, place): (&[Share], usize),
        (terms, before): (Option<&Terms>, Option<&Commission>),
    ) -> Result<Price, Invalid> {
        let share = &shares[place];
        // What the book holds of a total no longer tells what was earned before, once an earlier part changed it.
        let priced_before = terms.zip(before).filter(|_| !self.docket.is_disturbed);
        let kept = priced_before.map_or(0, |(terms, before)| kept(before, terms, share));
        let price = self.price_of(conversion, event, (shares, place), (terms, kept))?;
        let is_shared_as_before =
            || self.decided(conversion.id).is_some_and(|before| before.shares == shares);
        let known = before.filter(|_| !self.is_disturbed && !is_priced_anew(self.docket, conversion));
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
                self.guard_price(share.enrollment, &price);
                Ok(price)
            }
        }
    }
}

/// Whether somebody asked for it to be priced by what is known today.
fn is_priced_anew(docket: &Docket<'_>, conversion: &Conversion) -> bool {
    docket.trial
        || match docket.thaw {
            Thaw::Priced(thawed) => thawed == conversion.id,
            Thaw::Since(since) => conversion.occurred_at >= since,
            Thaw::Nothing | Thaw::Conversion(_) | Thaw::Accepted(_) | Thaw::Tiered(..) => false,
        }
}

/// What was priced by running totals stays while nothing else about it changes: they grow with what comes later, and a
/// refund must not lift an old sale into a tier that was reached since, unless tiers are retroactive. That all shares are as
/// before is asked beside it: which of them gets the odd cent rests on every one.
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

/// What limits leave of it where it is priced anew: a budget that was lowered since takes nothing away.
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

/// What is decided anew is asked about no more; what is only priced anew still is.
pub(super) fn still_waits_for(before: Option<&Commission>, is_repriced: bool) -> BTreeSet<Suspension> {
    let mut suspended = before.map_or_else(BTreeSet::new, |before| before.suspended.clone());
    suspended.retain(|suspension| is_repriced || *suspension != Suspension::Review);
    suspended
}

/// The commission marked as adjusted, where a statement had shown what it was.
pub(super) fn adjusted(before: &Commission, after: Commission, now: Instant) -> Commission {
    if before.is_frozen() && (before.earned, before.reversed) != (after.earned, after.reversed) {
        Commission { adjusted_at: Some(now), ..after }
    } else {
        after
    }
}
