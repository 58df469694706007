//! What keeps a store in good order.

use super::changes::StorageError;
use async_trait::async_trait;
use commission::Account;
use words::{CommissionId, EnrollmentId, EntryId, Instant, ProgramId, StatementId, TransferId};

/// An enrollment whose ledger and commissions disagree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mismatch {
    pub enrollment: EnrollmentId,
    pub account: Account,
    /// What the postings sum to.
    pub posted: i64,
    /// What the commissions say it should be.
    pub expected: i64,
}

/// What the store finds wrong with itself. Empty lists and equal numbers mean clean.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Audit {
    pub entries: u64,
    /// Entries whose postings do not sum to zero, at most 20.
    pub unbalanced: Vec<EntryId>,
    pub facts: u64,
    /// The greatest fact number; equal to `facts` when there are no gaps.
    pub last_fact: u64,
    pub commissions: u64,
    /// Commissions without their conversion, or with a share that its decision does not give, at
    /// most 20. A grant rests on none.
    pub without_earning: Vec<CommissionId>,
    /// Enrollments whose pending or payable account differs from the sum of their commissions.
    pub mismatches: Vec<Mismatch>,
    /// Transfers whose entries do not sum to what they say, at most 20.
    pub transfers_off: Vec<TransferId>,
    /// Closed statements whose lines do not sum to their total, at most 20.
    pub statements_off: Vec<StatementId>,
    /// Statements that do not begin with what the one before carries over, at most 20.
    pub carries_off: Vec<StatementId>,
    /// Statements whose entries do not write off what they say, at most 20.
    pub write_offs_off: Vec<StatementId>,
    /// Programs whose closed statements are not numbered 1, 2, 3 …, at most 20.
    pub numbers_off: Vec<ProgramId>,
    /// Refunds, chargebacks and reversals that wait for what they name to be reported.
    pub waiting: u64,
    /// Rows that no version could have written, at most 20 of a table. Nothing else is examined then.
    pub unreadable: Vec<String>,
    /// Faults of the file itself, in the store's words.
    pub storage: Vec<String>,
}

/// What keeps a store in good order.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Drops answers given, sessions and one-time links expired, and throttles that failed last, before
    /// `before`; in parts, between which others commit.
    async fn forget_expired(&self, before: Instant) -> Result<(), StorageError>;

    /// Leaves no trace in the files of what rows held before. False: a reader of an earlier state is in the way; nobody
    /// waits for it, and [`Book::scrub_rest`] tries again.
    async fn scrub(&self) -> Result<bool, StorageError>;

    /// Goes on with what a scrub left, and costs nothing when that is nothing. False: a reader is still in the way.
    async fn scrub_rest(&self) -> Result<bool, StorageError> {
        self.scrub().await
    }

    /// Whether something can be written just now, known anew every few seconds.
    async fn probe(&self) -> Result<(), StorageError>;

    async fn audit(&self) -> Result<Audit, StorageError>;
}
