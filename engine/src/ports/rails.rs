//! Rails: what brings money to partners. Today each makes a file that a person hands to a bank or a provider.

use payout::{BankAccount, Destination, MethodKind};
use std::fmt;
use words::{Day, Instant, Invalid, Money};

/// Payments of one file: as many as a bank takes in one message without asking.
pub const PAYMENTS_PER_FILE_MAX: usize = 10_000;
/// Characters of the message id and of an end-to-end id, as ISO 20022 limits them (Max35Text), of SEPA's character set.
pub const PAYMENT_ID_CHARACTERS_MAX: usize = 35;
/// Characters of the text that the receiver reads (Max140Text).
pub const REMITTANCE_CHARACTERS_MAX: usize = 140;

/// A batch as it is handed to a rail: everything frozen, so that the same order always makes the same file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentOrder {
    /// Names the order at the bank, which refuses the same twice: at most 35 characters.
    pub message_id: String,
    pub created_at: Instant,
    /// When the bank shall pay.
    pub execution_day: Day,
    /// Whose account pays; a bank file needs it.
    pub debtor: Option<BankAccount>,
    pub rail: MethodKind,
    /// All of them go to destinations of the rail's kind.
    pub payments: Vec<Payment>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    /// Follows the money to the receiver and back: at most 35 characters, unique within the order.
    pub end_to_end_id: String,
    /// What is paid, in the currency that it is paid in.
    pub amount: Money,
    pub destination: Destination,
    /// The partner's name, where the destination has no holder.
    pub name: String,
    /// What the receiver reads, with the statement's number: at most 140 characters.
    pub remittance: String,
}

/// What is handed to the bank or the provider.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Its bytes are full of account numbers.
impl fmt::Debug for File {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of {} bytes", self.name, self.bytes.len())
    }
}

/// Why no file can be made of an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RailError {
    /// Of the order itself: `message_id`, `debtor`, `payments`.
    #[error("order: {0}")]
    Order(Invalid),
    /// Of one payment.
    #[error("payment {end_to_end_id}: {invalid}")]
    Payment { end_to_end_id: String, invalid: Invalid },
}

/// Makes files. Pure: the same order, the same bytes.
pub trait Rails: Send + Sync {
    fn file(&self, order: &PaymentOrder) -> Result<File, RailError>;
}
