//! What settling a customer changes.

use crate::{TotalChange, TotalGuard, TotalKey, Watch};
use commission::{Commission, Entry};
use conversion::{Decision, Review};
use referral::Referral;
use std::collections::BTreeSet;

/// What settling changes. `decisions` and `commissions` hold only new or changed ones.
#[derive(Clone, Debug, Default)]
pub struct Settlement {
    pub decisions: Vec<Decision>,
    pub commissions: Vec<Commission>,
    /// The postings from what each commission was to what it is. A trial has none.
    pub entries: Vec<Entry>,
    pub totals: Vec<TotalChange>,
    /// What must still hold of stored totals when the settlement is committed.
    pub guards: Vec<TotalGuard>,
    /// Changed totals that have levels. A trial has none.
    pub watches: Vec<Watch>,
    /// Totals that must be known first. Unless this is empty, the other fields are provisional.
    pub missing: BTreeSet<TotalKey>,
    /// One per id of the customer that evidence came under.
    pub referrals: Vec<Referral>,
    /// Review items that open or close.
    pub reviews: Vec<Review>,
    /// The credit or the price of a conversion changed, so that what follows is priced again.
    pub is_disturbed: bool,
}

impl Settlement {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
            && self.commissions.is_empty()
            && self.totals.is_empty()
            && self.referrals.is_empty()
            && self.reviews.is_empty()
    }
}
