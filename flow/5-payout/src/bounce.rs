//! Why a payment came back, where that is the account's fault: it is closed, blocked, or no such account exists. To pay
//! there again would fail again. What passes by itself, such as a lack of funds, is no bounce.

use serde::{Deserialize, Serialize};
use words::{Instant, TransferId};

/// What is wrong with the account that a payment went to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountFault {
    /// Its number, its bank or its holder is not right.
    Invalid,
    Closed,
    /// It exists and takes no payments.
    Blocked,
}

impl AccountFault {
    pub const ALL: [AccountFault; 3] = [AccountFault::Invalid, AccountFault::Closed, AccountFault::Blocked];

    pub fn name(self) -> &'static str {
        match self {
            AccountFault::Invalid => "invalid",
            AccountFault::Closed => "closed",
            AccountFault::Blocked => "blocked",
        }
    }
}

/// That a payment to a method bounced, until its partner sets another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Bounced {
    pub at: Instant,
    pub transfer: TransferId,
    pub fault: AccountFault,
}

/// ISO 20022 external status and return reason codes about the account that was to be credited.
const CODES: [(&str, AccountFault); 24] = [
    ("AC01", AccountFault::Invalid),
    ("AC03", AccountFault::Invalid),
    ("AC04", AccountFault::Closed),
    ("AC06", AccountFault::Blocked),
    ("AC07", AccountFault::Closed),
    ("AC10", AccountFault::Invalid),
    ("AC12", AccountFault::Invalid),
    ("AC14", AccountFault::Invalid),
    ("AC15", AccountFault::Invalid),
    ("ACCL", AccountFault::Closed),
    ("AG01", AccountFault::Blocked),
    ("AG03", AccountFault::Blocked),
    ("BE01", AccountFault::Invalid),
    ("BE06", AccountFault::Invalid),
    ("CNOR", AccountFault::Invalid),
    ("MD07", AccountFault::Closed),
    ("NOAS", AccountFault::Invalid),
    ("RC01", AccountFault::Invalid),
    ("RC04", AccountFault::Invalid),
    ("RC08", AccountFault::Invalid),
    ("RR03", AccountFault::Invalid),
    ("SL11", AccountFault::Blocked),
    ("SL12", AccountFault::Blocked),
    ("SL14", AccountFault::Blocked),
];

/// Whose account somebody writes of, in English and German.
const ACCOUNTS: [&str; 19] = [
    "account",
    "iban",
    "bic",
    "recipient",
    "receiver",
    "beneficiary",
    "creditor",
    "payee",
    "konto",
    "kontonummer",
    "bankverbindung",
    "empf",
    "zahlungsempf",
    "e-mail",
    "email",
    "mailbox",
    "bank code",
    "bankleitzahl",
    "holder",
];
/// What is said of it. The longer words come first: an account that is not valid is not called valid.
const FAULTS: [(&str, AccountFault); 44] = [
    ("does not exist", AccountFault::Invalid),
    ("doesn't exist", AccountFault::Invalid),
    ("no such", AccountFault::Invalid),
    ("not exist", AccountFault::Invalid),
    ("not found", AccountFault::Invalid),
    ("not valid", AccountFault::Invalid),
    ("not registered", AccountFault::Invalid),
    ("unregistered", AccountFault::Invalid),
    ("no account", AccountFault::Invalid),
    ("unknown", AccountFault::Invalid),
    ("invalid", AccountFault::Invalid),
    ("incorrect", AccountFault::Invalid),
    ("wrong", AccountFault::Invalid),
    ("mismatch", AccountFault::Invalid),
    ("does not match", AccountFault::Invalid),
    ("deceased", AccountFault::Closed),
    ("closed", AccountFault::Closed),
    ("terminated", AccountFault::Closed),
    ("cancelled", AccountFault::Closed),
    ("canceled", AccountFault::Closed),
    ("blocked", AccountFault::Blocked),
    ("frozen", AccountFault::Blocked),
    ("locked", AccountFault::Blocked),
    ("restricted", AccountFault::Blocked),
    ("suspended", AccountFault::Blocked),
    ("inactive", AccountFault::Blocked),
    ("dormant", AccountFault::Blocked),
    ("cannot receive", AccountFault::Blocked),
    ("unable to receive", AccountFault::Blocked),
    ("existiert nicht", AccountFault::Invalid),
    ("nicht gefunden", AccountFault::Invalid),
    ("unbekannt", AccountFault::Invalid),
    ("ungültig", AccountFault::Invalid),
    ("nicht gültig", AccountFault::Invalid),
    ("falsch", AccountFault::Invalid),
    ("fehlerhaft", AccountFault::Invalid),
    ("stimmt nicht", AccountFault::Invalid),
    ("geschlossen", AccountFault::Closed),
    ("erloschen", AccountFault::Closed),
    ("aufgelöst", AccountFault::Closed),
    ("gekündigt", AccountFault::Closed),
    ("verstorben", AccountFault::Closed),
    ("gesperrt", AccountFault::Blocked),
    ("eingefroren", AccountFault::Blocked),
];
/// What is about the payer's own account, or passes by itself.
const OTHERWISE: [&str; 16] = [
    "insufficient",
    "funds",
    "limit",
    "our account",
    "payer",
    "debtor",
    "sender",
    "technical",
    "timeout",
    "time-out",
    "deckung",
    "guthaben",
    "unser konto",
    "auftraggeber",
    "absender",
    "technisch",
];

impl AccountFault {
    /// What the reason of a failed or returned payment says of the partner's account; none where it says nothing of it.
    pub fn of_reason(reason: &str) -> Option<AccountFault> {
        let words = || reason.split(|sign: char| !sign.is_ascii_alphanumeric());
        let code = CODES.iter().find(|(code, _)| words().any(|word| word.eq_ignore_ascii_case(code)));
        if let Some((_, fault)) = code {
            return Some(*fault);
        }
        let text = reason.to_lowercase();
        let says = |part: &&str| text.contains(*part);
        if OTHERWISE.iter().any(says) || !ACCOUNTS.iter().any(says) {
            return None;
        }
        FAULTS.iter().find(|(part, _)| says(part)).map(|(_, fault)| *fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_whether_the_account_is_at_fault() {
        use AccountFault::{Blocked, Closed, Invalid};
        for (reason, expected) in [
            ("AC01", Some(Invalid)),
            ("AC03, Invalid creditor account number", Some(Invalid)),
            ("AC04, closed \u{2014} A&B", Some(Closed)),
            ("ac04", Some(Closed)),
            ("AC06", Some(Blocked)),
            ("AC07: ClosedCreditorAccountNumber", Some(Closed)),
            ("RC01 BankIdentifierIncorrect", Some(Invalid)),
            ("MD07", Some(Closed)),
            ("account closed", Some(Closed)),
            ("The account does not exist", Some(Invalid)),
            ("IBAN invalid", Some(Invalid)),
            ("Unknown beneficiary", Some(Invalid)),
            ("Receiver is unregistered", Some(Invalid)),
            ("recipient account is frozen", Some(Blocked)),
            ("Konto erloschen", Some(Closed)),
            ("Das Konto ist gesperrt", Some(Blocked)),
            ("Empfänger unbekannt", Some(Invalid)),
            ("IBAN falsch", Some(Invalid)),
            // These pass by themselves, or are somebody else's.
            ("AM04", None),
            ("AM04, Insufficient funds on account: account blocked for debits", None),
            ("AC05 ClosedDebtorAccountNumber", None),
            ("AC02", None),
            ("insufficient funds in the account", None),
            ("Debtor account closed", None),
            ("our account was blocked", None),
            ("Konto nicht gedeckt: keine Deckung", None),
            ("MS03", None),
            ("TM01, cut-off time", None),
            ("technical error", None),
            ("wrong amount", None),
            ("NO-LIMIT", None),
            ("RJCT", None),
            ("", None),
        ] {
            assert_eq!(AccountFault::of_reason(reason), expected, "{reason}");
        }
    }
}
