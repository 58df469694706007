//! Postings and balances of accounts.

use super::{changes::StorageError, lists::Page};
use async_trait::async_trait;
use commission::{Account, Entry};
use serde::{Deserialize, Serialize};
use words::{Currency, EnrollmentId, EntryId, Instant, ProgramId, Scope};

/// An account's balance: debits positive, credits negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Balance {
    pub enrollment: EnrollmentId,
    pub account: Account,
    pub currency: Currency,
    pub amount: i64,
}

/// Which entries are wanted; every condition that is there must hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LedgerFilter {
    pub program: Option<ProgramId>,
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    /// Only what is about transfers and statements, not what is about commissions.
    pub payments_only: bool,
}

/// What an account was debited and credited, in minor units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct AccountSum {
    pub account: Account,
    pub currency: Currency,
    pub debits: i64,
    /// As a positive number.
    pub credits: i64,
}

impl AccountSum {
    /// Debits are positive.
    pub fn balance(&self) -> i64 {
        self.debits - self.credits
    }
}

/// Postings and balances of accounts.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Entries in ascending order of id after the cursor, at most `limit`.
    async fn ledger(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
        page: Page<EntryId>,
    ) -> Result<Vec<Entry>, StorageError>;

    /// What each account was debited and credited by the entries that the filter wants, in order of account and
    /// currency; accounts without postings left out.
    async fn trial_balance(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
    ) -> Result<Vec<AccountSum>, StorageError>;

    /// Balances of the program's accounts, in order of enrollment and account; zeros left out.
    async fn balances(&self, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, StorageError>;
}
