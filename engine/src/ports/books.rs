//! What is asked of the ledger and of payments.

use commission::Account;
use payout::TransferStatus;
use serde::{Deserialize, Serialize};
use words::{Currency, Day, Instant, ProgramId};

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

/// Transfers of a batch in one state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TransferTally {
    pub status: TransferStatus,
    pub transfers: u64,
    /// What they pay, in minor units of the program's currency.
    pub amount: i64,
}

/// Why money will have to be paid, or comes back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiabilityKind {
    /// In hold; `day` is when the hold ends.
    Pending,
    /// Approved, and in no statement yet; `day` is when it was approved.
    Approved,
    /// In a closed statement; `day` is when it is due.
    Payable,
    /// In a transfer under way; `day` is when it was handed over.
    UnderWay,
    /// What a partner's last statement carries on, below zero where it is owed back, or what a payment differs from its
    /// statement by; `day` is when that was due, or handed over.
    Carried,
}

impl LiabilityKind {
    pub const ALL: [LiabilityKind; 5] = [
        LiabilityKind::Pending,
        LiabilityKind::Approved,
        LiabilityKind::Payable,
        LiabilityKind::UnderWay,
        LiabilityKind::Carried,
    ];

    pub fn name(self) -> &'static str {
        match self {
            LiabilityKind::Pending => "pending",
            LiabilityKind::Approved => "approved",
            LiabilityKind::Payable => "payable",
            LiabilityKind::UnderWay => "under_way",
            LiabilityKind::Carried => "carried",
        }
    }
}

/// What is owed by a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Liability {
    pub day: Day,
    pub kind: LiabilityKind,
    pub currency: Currency,
    pub amount: i64,
    /// Commissions, statements or transfers.
    pub count: u64,
}
