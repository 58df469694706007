//! What is told of a transfer once it was handed over.

use crate::TransferStatus;
use serde::{Deserialize, Serialize};
use words::{Day, Instant, Money};

/// What became of a transfer, as somebody says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    Settled {
        /// What it cost in the program's currency, where it was paid in another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        debited: Option<Money>,
    },
    Failed {
        reason: String,
    },
    Returned {
        reason: String,
    },
    /// The bank or the provider has taken it, and works on it.
    Accepted,
    /// Nobody knows.
    Unknown,
}

impl Outcome {
    pub fn name(&self) -> &'static str {
        match self {
            Outcome::Settled { .. } => "settled",
            Outcome::Failed { .. } => "failed",
            Outcome::Returned { .. } => "returned",
            Outcome::Accepted => "accepted",
            Outcome::Unknown => "unknown",
        }
    }

    /// Where it puts a transfer that was handed over.
    pub fn status(&self) -> TransferStatus {
        match self {
            Outcome::Settled { .. } => TransferStatus::Settled,
            Outcome::Failed { .. } => TransferStatus::Failed,
            Outcome::Returned { .. } => TransferStatus::Returned,
            Outcome::Accepted => TransferStatus::HandedOver,
            Outcome::Unknown => TransferStatus::Unknown,
        }
    }
}

/// From whom an outcome is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeSource {
    ByHand,
    /// A table of outcomes.
    Csv,
    /// A bank's status report.
    Pain002,
    /// The provider that was asked to pay.
    Rail,
}

/// An outcome as it was told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    pub outcome: Outcome,
    /// The day on which it happened, as whoever tells it says.
    pub on: Day,
    pub source: OutcomeSource,
    pub at: Instant,
    /// The id of the user or key that told it.
    pub by: String,
    /// It was said of a whole file, and not of this payment by name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_all: bool,
    /// It contradicts what was told before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contradicts: bool,
}
