//! The books: trial balance, general ledger, what is owed by when.

pub(super) mod ledger;
pub(super) mod liabilities;
pub(super) mod trial_balance;
