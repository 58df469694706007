//! Batches of transfers, and what a program owes.

use super::changes::StorageError;
use async_trait::async_trait;
use payout::{LeftOut, TransferStatus};
use serde::{Deserialize, Serialize};
use words::{BatchId, Currency, Day, ProgramId, Scope};

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

/// Batches of transfers, and what a program owes.
#[async_trait]
pub trait Payouts: Send + Sync {
    /// What a batch left out, by place after `after`.
    async fn left_out(
        &self,
        scope: Scope,
        batch: BatchId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<LeftOut>, StorageError>;

    /// A batch's transfers by status, in order of status; none of what there are none.
    async fn transfer_tallies(
        &self,
        scope: Scope,
        batch: BatchId,
    ) -> Result<Vec<TransferTally>, StorageError>;

    /// What the program owes, by day, kind and currency, in that order.
    async fn liabilities(&self, scope: Scope, program: ProgramId) -> Result<Vec<Liability>, StorageError>;
}
