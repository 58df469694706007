//! A provider that is called to pay, transfer by transfer.

use super::rails::Payment;
use async_trait::async_trait;
use words::{Day, Money};

/// What a provider says of a payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RailAnswer {
    /// It has the payment and works on it.
    Accepted,
    Settled {
        /// What it cost in the program's currency, where that is another.
        debited: Option<Money>,
        on: Day,
    },
    Failed {
        reason: String,
        on: Day,
    },
    Returned {
        reason: String,
        on: Day,
    },
    /// No answer, or none that says what became of it.
    Unknown,
}

/// Called by the worker only, never inside a commit. The payment's end-to-end id is the key: asked twice under one key, a
/// provider pays once. All the same nothing is sent again whose answer was lost: it is read back.
#[async_trait]
pub trait DirectRail: Send + Sync {
    async fn send(&self, payment: &Payment) -> RailAnswer;

    /// What became of what was sent under the key. A key that the provider does not know is `Unknown`: it may be late.
    async fn read_back(&self, end_to_end_id: &str) -> RailAnswer;
}
