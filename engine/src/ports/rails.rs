//! Rails: what brings money to partners. Today each makes a file that a person hands to a bank or a provider.

use payout::{BankAccount, Destination, MethodKind, Outcome};
use std::{collections::BTreeSet, fmt};
use words::{AMOUNT_MAX, Day, Instant, Invalid, Money, check_text};

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

/// An id of ours as payment files let it be written: `bat-01kb…`.
pub fn payment_id(id: impl fmt::Display) -> String {
    id.to_string().replace('_', "-")
}

impl PaymentOrder {
    /// What must hold of every order, whatever brings it. A rail calls this first and then adds its own.
    pub fn check(&self) -> Result<(), RailError> {
        self.check_order().map_err(RailError::Order)?;
        let mut known = BTreeSet::new();
        for payment in &self.payments {
            let refused = |invalid| {
                let end_to_end_id = payment.end_to_end_id.clone();
                RailError::Payment { end_to_end_id, invalid }
            };
            payment.check(self.rail).map_err(refused)?;
            if !known.insert(payment.end_to_end_id.as_str()) {
                return Err(refused(Invalid::new("end_to_end_id", "an id that no other payment has")));
            }
        }
        Ok(())
    }

    fn check_order(&self) -> Result<(), Invalid> {
        check_id("message_id", &self.message_id)?;
        if !(1..=PAYMENTS_PER_FILE_MAX).contains(&self.payments.len()) {
            return Err(Invalid::new("payments", format!("1 to {PAYMENTS_PER_FILE_MAX} payments")));
        }
        if self.execution_day < Day::of(self.created_at) {
            return Err(Invalid::new("execution_day", "the day of the order or a later one"));
        }
        if self.rail == MethodKind::Bank && self.debtor.is_none() {
            return Err(Invalid::new(
                "debtor",
                "an account to pay from, which the workspace's settings have",
            ));
        }
        Ok(())
    }
}

impl Payment {
    fn check(&self, rail: MethodKind) -> Result<(), Invalid> {
        check_id("end_to_end_id", &self.end_to_end_id)?;
        if self.destination.kind() != rail {
            return Err(Invalid::new("destination", format!("one of the order's kind, {}", rail.name())));
        }
        self.destination.check()?;
        self.destination.check_currency(self.amount.currency)?;
        if !(1..=AMOUNT_MAX).contains(&self.amount.amount) {
            return Err(Invalid::new("amount", format!("1 to {AMOUNT_MAX} minor units")));
        }
        check_text("remittance", &self.remittance, REMITTANCE_CHARACTERS_MAX)?;
        if self.destination.holder().is_none() && self.name.trim().is_empty() {
            return Err(Invalid::new("name", "whose payment it is"));
        }
        Ok(())
    }
}

/// Ids come back from banks as they were sent only if they keep to what every bank takes (EPC217-08): no slash at either
/// end, and no two in a row.
fn check_id(field: &'static str, id: &str) -> Result<(), Invalid> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-?:().,'+".contains(&byte);
    let slashes = id.starts_with('/') || id.ends_with('/') || id.contains("//");
    if !(1..=PAYMENT_ID_CHARACTERS_MAX).contains(&id.len()) || !id.bytes().all(plain) || slashes {
        let expected = format!(
            "1 to {PAYMENT_ID_CHARACTERS_MAX} letters, digits and / - ? : ( ) . , ' +, like bat-01kb"
        );
        return Err(Invalid::new(field, expected));
    }
    Ok(())
}

/// What a bank says became of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusReport {
    /// The order that it is about.
    pub message_id: String,
    /// Of payments that it names.
    pub outcomes: Vec<ReportedOutcome>,
    /// Of all others of the order.
    pub rest: Option<ReportedOutcome>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportedOutcome {
    /// The end-to-end id.
    pub payment: Option<String>,
    pub outcome: Outcome,
    /// When it happened, where that is said.
    pub on: Option<Day>,
    /// The day of the report.
    pub reported_on: Option<Day>,
}

/// Makes files, and reads what banks say of them. Pure: the same order, the same bytes.
pub trait Rails: Send + Sync {
    /// Begins with [`PaymentOrder::check`].
    fn file(&self, order: &PaymentOrder) -> Result<File, RailError>;
    /// Whether a file can hold this destination. What it cannot hold is refused when the method is set, and left out of
    /// batches, so that one partner never keeps the others from being paid.
    fn takes(&self, destination: &Destination) -> Result<(), Invalid> {
        destination.check()
    }
    /// A bank's status report (ISO 20022 `pain.002`).
    fn read(&self, report: &str) -> Result<StatusReport, Invalid>;
}
