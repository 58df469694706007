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

/// ISO 20022 external status and return reason codes about the account to be credited, its bank or its holder.
const CODES: [(&str, AccountFault); 26] = [
    ("AC01", AccountFault::Invalid),
    ("AC03", AccountFault::Invalid),
    ("AC04", AccountFault::Closed),
    ("AC06", AccountFault::Blocked),
    ("AC07", AccountFault::Closed),
    ("AC08", AccountFault::Invalid),
    // Its currency; AC10 is about the payer's.
    ("AC09", AccountFault::Invalid),
    ("AC11", AccountFault::Invalid),
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
    // The identification of its bank; RC03, RC06 and RC09 are about the payer's.
    ("RC01", AccountFault::Invalid),
    ("RC02", AccountFault::Invalid),
    ("RC04", AccountFault::Invalid),
    ("RC05", AccountFault::Invalid),
    ("RC07", AccountFault::Invalid),
    ("RC08", AccountFault::Invalid),
    ("RC10", AccountFault::Invalid),
    ("RR03", AccountFault::Invalid),
];
/// Codes that leave the reason to the text beside them.
const OPEN_CODES: [&str; 2] = ["MS02", "MS03"];
/// How the codes begin that say something else where [`CODES`] does not have them, whatever the text beside them says.
const FAMILIES: [&str; 20] = [
    "AB", "AC", "AG", "AM", "BE", "CH", "DS", "DT", "DU", "ED", "FF", "FR", "MD", "MS", "RC", "RF", "RR",
    "SL", "TD", "TM",
];

/// Words for the account or its holder, in English and German, in any word.
const ACCOUNTS: [&str; 15] = [
    "account",
    "recipient",
    "receiver",
    "beneficiary",
    "creditor",
    "payee",
    "konto",
    "bankverbindung",
    "empf",
    "e-mail",
    "email",
    "mailbox",
    "bank code",
    "bankleitzahl",
    "holder",
];
/// The short ones, at the beginning of a word only: `Direktor` has no account in it.
const SHORT_ACCOUNTS: [&str; 5] = ["iban", "bic", "blz", "kto", "acct"];
/// What is said of it, without umlauts. The longer words come first: an account that is not valid is not called valid.
const FAULTS: [(&str, AccountFault); 52] = [
    ("does not exist", AccountFault::Invalid),
    ("doesn't exist", AccountFault::Invalid),
    ("no such", AccountFault::Invalid),
    ("not exist", AccountFault::Invalid),
    ("not found", AccountFault::Invalid),
    ("not valid", AccountFault::Invalid),
    ("not registered", AccountFault::Invalid),
    ("unregistered", AccountFault::Invalid),
    ("no account", AccountFault::Invalid),
    ("not known", AccountFault::Invalid),
    ("no longer exist", AccountFault::Invalid),
    ("no longer valid", AccountFault::Invalid),
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
    ("no longer active", AccountFault::Closed),
    ("not active", AccountFault::Blocked),
    ("inactive", AccountFault::Blocked),
    ("dormant", AccountFault::Blocked),
    ("cannot receive", AccountFault::Blocked),
    ("unable to receive", AccountFault::Blocked),
    ("existiert nicht", AccountFault::Invalid),
    ("nicht gefunden", AccountFault::Invalid),
    ("nicht bekannt", AccountFault::Invalid),
    ("nicht vorhanden", AccountFault::Invalid),
    ("nicht mehr aktiv", AccountFault::Closed),
    ("unbekannt", AccountFault::Invalid),
    ("ungueltig", AccountFault::Invalid),
    ("nicht gueltig", AccountFault::Invalid),
    ("falsch", AccountFault::Invalid),
    ("fehlerhaft", AccountFault::Invalid),
    ("stimmt nicht", AccountFault::Invalid),
    ("geschlossen", AccountFault::Closed),
    ("erloschen", AccountFault::Closed),
    ("aufgeloest", AccountFault::Closed),
    ("gekuendigt", AccountFault::Closed),
    ("verstorben", AccountFault::Closed),
    ("gesperrt", AccountFault::Blocked),
    ("eingefroren", AccountFault::Blocked),
];
/// Phrases with words from the lists above that say nothing about the account.
const NEUTRAL: [&str; 24] = [
    "reason unknown",
    "reason not known",
    "unknown reason",
    "unknown error",
    "grund unbekannt",
    "grund nicht bekannt",
    "unbekannter grund",
    "unbekannter fehler",
    "account manager",
    "account team",
    "account department",
    "account executive",
    "wrong amount",
    "amount wrong",
    "amount is wrong",
    "incorrect amount",
    "invalid amount",
    "betrag falsch",
    "falscher betrag",
    "wrong currency",
    "wrong reference",
    "invalid reference",
    "returned to sender",
    "return to sender",
];
/// What is about the payer's own account, or passes by itself.
const OTHERWISE: [&str; 19] = [
    "insufficient",
    "not sufficient",
    "not enough funds",
    "lack of funds",
    "no funds",
    "limit exceeded",
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
    /// What the reason of a failed or returned payment says about the partner's account; none where it says nothing about it.
    pub fn of_reason(reason: &str) -> Option<AccountFault> {
        let words = || reason.split(|sign: char| !sign.is_ascii_alphanumeric());
        let code = CODES.iter().find(|(code, _)| words().any(|word| word.eq_ignore_ascii_case(code)));
        if let Some((_, fault)) = code {
            return Some(*fault);
        }
        if words().any(is_other_code) {
            return None;
        }
        let mut text = plain(reason);
        for phrase in NEUTRAL {
            text = text.replace(phrase, " ");
        }
        if OTHERWISE.iter().any(|part| text.contains(part)) {
            return None;
        }
        clauses(&text).find_map(fault_in)
    }
}

/// A code that is about something else than the account.
fn is_other_code(word: &str) -> bool {
    let word = word.to_ascii_uppercase();
    let is_code = word.len() == 4 && word[2..].bytes().all(|sign| sign.is_ascii_digit());
    is_code && FAMILIES.contains(&&word[..2]) && !OPEN_CODES.contains(&&*word)
}

/// In lower case, with `ae` for `ä`, whether that is one character or two, and abbreviations without their dots.
fn plain(text: &str) -> String {
    let mut text = text.to_lowercase();
    for (umlaut, written) in [
        ("a\u{308}", "ae"),
        ("o\u{308}", "oe"),
        ("u\u{308}", "ue"),
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("\u{2019}", "'"),
        // No sentence ends with these.
        ("no. ", "no "),
        ("nr. ", "nr "),
        ("kto. ", "kto "),
        ("acct. ", "acct "),
    ] {
        text = text.replace(umlaut, written);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of a text between commas, semicolons and sentences: what one says of an account is in one of them.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '!', '|']).flat_map(|part| part.split(". "))
}

fn fault_in(clause: &str) -> Option<AccountFault> {
    let mut words = clause.split(|sign: char| !sign.is_alphanumeric());
    let is_short = |word: &str| SHORT_ACCOUNTS.iter().any(|short| word.starts_with(short));
    if !ACCOUNTS.iter().any(|part| clause.contains(part)) && !words.any(is_short) {
        return None;
    }
    FAULTS.iter().find(|(part, _)| clause.contains(part)).map(|(_, fault)| *fault)
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
            ("AC09", Some(Invalid)),
            ("AC11, account currency", Some(Invalid)),
            ("RC05", Some(Invalid)),
            ("RC07 InvalidCreditorBICIdentifier", Some(Invalid)),
            ("RC10", Some(Invalid)),
            ("Kto erloschen", Some(Closed)),
            ("Kto. geschlossen", Some(Closed)),
            ("BLZ ungültig", Some(Invalid)),
            ("IBAN ungueltig", Some(Invalid)),
            ("IBAN ungu\u{308}ltig", Some(Invalid)),
            ("Empfa\u{308}ngerkonto aufgelo\u{308}st", Some(Closed)),
            ("account no longer active", Some(Closed)),
            ("payee not known", Some(Invalid)),
            ("Account closed, funds returned", Some(Closed)),
            ("Account closed, returned to sender", Some(Closed)),
            ("MS03, account closed", Some(Closed)),
            ("Account no. 123 is closed", Some(Closed)),
            // These pass by themselves, or are about another account.
            ("MS03, rejected by beneficiary bank, reason unknown", None),
            ("Canceled by account manager", None),
            ("Wrong amount, see e-mail", None),
            ("Wrong amount see e-mail", None),
            ("Direktor unbekannt", None),
            ("AC10", None),
            ("AC10, invalid account currency", None),
            ("SL14, maximum amount of the account", None),
            ("SL12", None),
            ("NOAS", None),
            ("RC06", None),
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
