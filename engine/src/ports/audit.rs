//! What a store finds wrong with itself.

use commission::Account;
use words::{CommissionId, EnrollmentId, EntryId, ProgramId, StatementId, TransferId};

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
