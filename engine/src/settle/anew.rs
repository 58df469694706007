//! What stays and what changes where a commission is decided or priced anew.

use super::Settling;
use commission::{Commission, Suspension};
use conversion::Conversion;
use program::{Terms, terms_in_force};
use std::collections::BTreeSet;
use words::{EnrolmentId, Instant};

impl<'a> Settling<'a, '_> {
    /// The version that prices a credit: the one that somebody named, else the one that priced it where it is only priced
    /// anew, else the one in force.
    pub(super) fn terms_for(
        &self,
        conversion: &Conversion,
        enrolment: EnrolmentId,
        repriced: Option<&Commission>,
    ) -> Option<&'a Terms> {
        let all = &self.docket.rulebook.terms;
        let named = conversion.amended.as_ref().and_then(|amended| amended.terms);
        let pinned = named.or(repriced.and_then(|repriced| repriced.terms));
        let pinned = pinned.and_then(|id| all.iter().find(|terms| terms.id == id));
        pinned.or_else(|| {
            let began_at = self.began_at(enrolment).unwrap_or(conversion.occurred_at);
            let standing = self.standing(enrolment)?;
            terms_in_force(all, &standing.enrolment, began_at, conversion.occurred_at)
        })
    }
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
