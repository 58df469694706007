//! How a partner wants to be paid. A change makes a new method and leaves the one before as it was, so that what was
//! paid with it can still be told.

use crate::{BankAccount, Bounced, HOLDER_CHARACTERS_MAX};
use program::normalize_email;
use serde::{Deserialize, Serialize};
use std::fmt;
use words::{
    Currency, Instant, Invalid, MethodId, PartnerId, Scope, Sealed, SubjectKey, check_lines, check_text,
};

/// A changed method is paid with after so many days: time for whoever's it was to notice that a stranger changed it.
pub const METHOD_COOLING_OFF_DAYS: i64 = 7;
pub const INSTRUCTIONS_CHARACTERS_MAX: usize = 500;
/// An account number or membership number of Wise.
pub const WISE_ACCOUNT_CHARACTERS_MAX: usize = 64;
/// What spreadsheets take for the beginning of a formula. Files of PayPal and Wise are tables, and a sign before an address or an
/// account number would make it another's.
pub const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// What [`Method::standing`] may be.
pub const STANDINGS: [&str; 2] = ["current", "replaced"];
/// Methods that one partner may have had: more changes than anybody makes.
pub const METHODS_PER_PARTNER_MAX: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// A SEPA credit transfer, in euro.
    Bank,
    Paypal,
    Wise,
    /// In whatever way the instructions say.
    ByHand,
}

impl MethodKind {
    pub const ALL: [MethodKind; 4] =
        [MethodKind::Bank, MethodKind::Paypal, MethodKind::Wise, MethodKind::ByHand];

    pub fn name(self) -> &'static str {
        match self {
            MethodKind::Bank => "bank",
            MethodKind::Paypal => "paypal",
            MethodKind::Wise => "wise",
            MethodKind::ByHand => "by_hand",
        }
    }
}

/// Where the money goes, in clear: never stored but sealed, and its `Debug` tells the kind only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Destination {
    Bank(BankAccount),
    Paypal { email: String },
    Wise { holder: String, recipient: WiseRecipient },
    ByHand { holder: String, instructions: String },
}

/// How Wise finds who is paid.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WiseRecipient {
    Email(String),
    /// An IBAN or another account number of the currency's country, or a membership number.
    Account(String),
}

impl fmt::Debug for Destination {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a destination by {}", self.kind().name())
    }
}

impl fmt::Debug for WiseRecipient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a recipient")
    }
}

impl Destination {
    pub fn kind(&self) -> MethodKind {
        match self {
            Destination::Bank(_) => MethodKind::Bank,
            Destination::Paypal { .. } => MethodKind::Paypal,
            Destination::Wise { .. } => MethodKind::Wise,
            Destination::ByHand { .. } => MethodKind::ByHand,
        }
    }

    /// Whose it is, as far as the destination says.
    pub fn holder(&self) -> Option<&str> {
        match self {
            Destination::Bank(account) => Some(&account.holder),
            Destination::Paypal { .. } => None,
            Destination::Wise { holder, .. } | Destination::ByHand { holder, .. } => Some(holder),
        }
    }

    /// The e-mail address that the money goes to, if it goes to one.
    pub fn email(&self) -> Option<&str> {
        match self {
            Destination::Paypal { email } => Some(email),
            Destination::Wise { recipient: WiseRecipient::Email(email), .. } => Some(email),
            _ => None,
        }
    }

    pub fn check(&self) -> Result<(), Invalid> {
        let holder = |holder: &str| check_text("holder", holder, HOLDER_CHARACTERS_MAX);
        match self {
            Destination::Bank(account) => {
                let bic = account.bic.as_ref().map(|bic| bic.as_str());
                if !account.holder.contains(char::is_alphanumeric) {
                    return Err(Invalid::new("holder", "a name with a letter or a digit"));
                }
                BankAccount::parse(&account.holder, account.iban.as_str(), bic).map(drop)
            }
            Destination::Paypal { email } => check_email(email),
            Destination::Wise { holder: name, recipient } => {
                holder(name)?;
                match recipient {
                    WiseRecipient::Email(email) => check_email(email),
                    WiseRecipient::Account(account) => {
                        check_no_formula("account", account)?;
                        check_text("account", account, WISE_ACCOUNT_CHARACTERS_MAX)
                    }
                }
            }
            Destination::ByHand { holder: name, instructions } => {
                holder(name)?;
                check_lines("instructions", instructions, INSTRUCTIONS_CHARACTERS_MAX)
            }
        }
    }

    /// Whether money of this currency can go there.
    pub fn check_currency(&self, currency: Currency) -> Result<(), Invalid> {
        let kind = self.kind();
        if kind.pays_in(currency) {
            return Ok(());
        }
        if kind == MethodKind::Bank {
            return Err(Invalid::new("currency", "EUR for a bank account: SEPA pays in nothing else"));
        }
        let known = kind.currencies().unwrap_or_default().join(", ");
        Err(Invalid::new("currency", format!("a currency that PayPal pays out: {known}")))
    }

    /// What a list shows: enough to know it again, too little to use it.
    pub fn hint(&self) -> String {
        match self {
            Destination::Bank(account) => account.iban.hint(),
            Destination::Paypal { email } => email_hint(email),
            Destination::Wise { recipient: WiseRecipient::Email(email), .. } => email_hint(email),
            Destination::Wise { recipient: WiseRecipient::Account(account), .. } => {
                let last: String = account.chars().rev().take(3).collect();
                format!("… {}", last.chars().rev().collect::<String>())
            }
            Destination::ByHand { .. } => "…".to_owned(),
        }
    }
}

fn check_email(email: &str) -> Result<(), Invalid> {
    check_no_formula("email", email)?;
    normalize_email("email", email).map(drop)
}

fn check_no_formula(field: &'static str, text: &str) -> Result<(), Invalid> {
    if text.trim().starts_with(FORMULA_SIGNS) {
        return Err(Invalid::new(
            field,
            "a text that does not begin with =, +, - or @: spreadsheets take it for a formula",
        ));
    }
    Ok(())
}

/// `a•• … @example.com`.
fn email_hint(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}•• … @{domain}")
}

/// One way of paying a partner, from one moment to the next change. Only its end is ever written later, that a
/// payment bounced, and its erasure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Method {
    pub id: MethodId,
    pub scope: Scope,
    pub partner: PartnerId,
    pub kind: MethodKind,
    /// What the partner is paid in.
    pub currency: Currency,
    /// The key of `details`, its own; none once erased, and with it the details are gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<SubjectKey>,
    /// The [`Destination`] as JSON, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Sealed>,
    pub hint: String,
    pub created_at: Instant,
    /// Not paid with before.
    pub usable_from: Instant,
    /// When another took its place.
    pub replaced_at: Option<Instant>,
    /// A payment came back because of the account: nothing is paid there any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounced: Option<Bounced>,
}

impl Method {
    /// Whether it is what the partner wants now, as lists filter by it.
    pub fn standing(&self) -> &'static str {
        if self.replaced_at.is_none() { STANDINGS[0] } else { STANDINGS[1] }
    }

    pub fn is_usable_at(&self, at: Instant) -> bool {
        self.replaced_at.is_none() && self.details.is_some() && self.usable_from <= at
    }

    /// When a method set at `now` may be paid with: the first ever at once, since nobody can be robbed by it.
    pub fn usable_from(earlier: &[Method], now: Instant) -> Instant {
        if earlier.is_empty() { now } else { now.plus_days(METHOD_COOLING_OFF_DAYS) }
    }

    /// The same without what tells who it is.
    pub fn erased(&self) -> Method {
        Method { key: None, details: None, hint: "…".to_owned(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank() -> Destination {
        let account = BankAccount::parse("Ada Lovelace", "DE89370400440532013000", Some("COBADEFFXXX"));
        Destination::Bank(account.unwrap())
    }

    #[test]
    fn a_destination_comes_back_from_its_sealed_form() {
        let by_wise = Destination::Wise {
            holder: "Ada".to_owned(),
            recipient: WiseRecipient::Email("ada@example.com".to_owned()),
        };
        for destination in [bank(), by_wise] {
            let json = serde_json::to_string(&destination).unwrap();
            assert_eq!(serde_json::from_str::<Destination>(&json).unwrap(), destination);
        }
        let json = serde_json::to_string(&bank()).unwrap();
        let bank =
            r#"{"kind":"bank","holder":"Ada Lovelace","iban":"DE89370400440532013000","bic":"COBADEFFXXX"}"#;
        assert_eq!(json, bank);
    }

    #[test]
    fn hints_and_debug_tell_too_little_to_be_used() {
        let paypal = Destination::Paypal { email: "ada@example.com".to_owned() };
        let wise = Destination::Wise {
            holder: "Ada".to_owned(),
            recipient: WiseRecipient::Account("12345678".to_owned()),
        };
        let hints: Vec<_> = [bank(), paypal, wise].iter().map(Destination::hint).collect();
        assert_eq!(hints, ["DE•• … 3000", "a•• … @example.com", "… 678"]);
        assert_eq!(format!("{:?}", bank()), "a destination by bank");
    }

    #[test]
    fn a_changed_method_waits_and_the_first_does_not() {
        let now: Instant = "2026-11-27T10:00:00Z".parse().unwrap();
        assert_eq!(Method::usable_from(&[], now), now);
        let scope = Scope { workspace: words::WorkspaceId::draw(now, 1), mode: words::Mode::Live };
        let first = Method {
            id: MethodId::draw(now, 1),
            scope,
            partner: PartnerId::draw(now, 1),
            kind: MethodKind::Bank,
            currency: "EUR".parse().unwrap(),
            key: Some(SubjectKey("key".to_owned())),
            details: Some(Sealed("sealed".to_owned())),
            hint: bank().hint(),
            created_at: now,
            usable_from: now,
            replaced_at: None,
            bounced: None,
        };
        assert!(first.is_usable_at(now));
        let from = Method::usable_from(std::slice::from_ref(&first), now);
        assert_eq!(from.to_string(), "2026-12-04T10:00:00Z");
        let second = Method { usable_from: from, ..first.clone() };
        assert!(!second.is_usable_at(from.plus_micros(-1)) && second.is_usable_at(from));
        assert!(!first.erased().is_usable_at(now));
    }

    #[test]
    fn what_no_payment_file_can_hold_is_refused() {
        let wise = |recipient| Destination::Wise { holder: "Ada".to_owned(), recipient };
        let email = |text: &str| text.to_owned();
        for (destination, field) in [
            (Destination::Paypal { email: email("=a@b.example") }, "email"),
            (Destination::Paypal { email: email(" +a@b.example") }, "email"),
            (Destination::Paypal { email: email("-a@b.example") }, "email"),
            (wise(WiseRecipient::Email(email("=a@b.example"))), "email"),
            (wise(WiseRecipient::Account(email("@adal"))), "account"),
            (wise(WiseRecipient::Account(email("+4912345"))), "account"),
        ] {
            assert_eq!(destination.check().unwrap_err().field, field);
        }
        assert_eq!(wise(WiseRecipient::Account(email("P-1234"))).check(), Ok(()));
        assert_eq!(Destination::Paypal { email: email("a+b@b.example") }.check(), Ok(()));
        let Destination::Bank(mut account) = bank() else { unreachable!() };
        account.holder = "-- . --".to_owned();
        assert_eq!(Destination::Bank(account).check().unwrap_err().field, "holder");
    }

    #[test]
    fn only_euro_goes_to_a_bank_account() {
        let refused = bank().check_currency("USD".parse().unwrap()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "currency: expected EUR for a bank account: SEPA pays in nothing else"
        );
        let by_hand = Destination::ByHand { holder: "Ada".to_owned(), instructions: "a\u{0}b".to_owned() };
        assert!(by_hand.check().is_err() && by_hand.check_currency("USD".parse().unwrap()).is_ok());
    }
}
