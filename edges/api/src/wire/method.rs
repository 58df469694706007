//! How partners are paid, and from which account.

use super::{AccountFault, MethodKind, PartnerRef};
use crate::intake::required;
use crate::present::{View, Viewer};
use engine::{Error, Mentioned, MethodInput, OpenAccount, OpenMethod};
use payout::{Destination, WiseRecipient};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Invalid;

/// How a partner is paid, without where to.
#[derive(Serialize, ToSchema)]
pub(crate) struct Method {
    #[schema(example = "pmt_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub partner: PartnerRef,
    pub kind: MethodKind,
    /// What the partner is paid in.
    #[schema(example = "EUR")]
    pub currency: String,
    /// Enough to know it again.
    #[schema(example = "DE•• … 3000")]
    pub hint: String,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Not paid with before: a change waits, so that whoever's it was can notice.
    #[schema(format = DateTime)]
    pub usable_from: String,
    /// When another took its place; null for what the partner wants now.
    #[schema(format = DateTime)]
    pub replaced_at: Option<String>,
    /// When a payment came back because of the account: nothing is paid there until the partner sets another method.
    #[schema(format = DateTime)]
    pub bounced_at: Option<String>,
    /// What is wrong with the account.
    pub account_fault: Option<AccountFault>,
}

impl View for Method {
    type Row = payout::Method;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            partner: by.partner(it.partner),
            kind: it.kind.into(),
            currency: it.currency.to_string(),
            hint: it.hint,
            created_at: it.created_at.to_string(),
            usable_from: it.usable_from.to_string(),
            replaced_at: it.replaced_at.map(|at| at.to_string()),
            bounced_at: it.bounced.map(|bounced| bounced.at.to_string()),
            account_fault: it.bounced.map(|bounced| bounced.fault.into()),
        }
    }
}

/// Where the money goes. Which fields there are depends on the kind.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MethodDetails {
    pub kind: MethodKind,
    /// Whose account it is; not for PayPal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 70)]
    pub holder: Option<String>,
    /// Of a bank account within SEPA. Blanks are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// Of a bank account; may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
    /// For PayPal, and for Wise unless there is an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// For Wise: an IBAN, or another number by which Wise finds the receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 64)]
    pub account: Option<String>,
    /// For paying by hand: how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub instructions: Option<String>,
}

impl From<Destination> for MethodDetails {
    fn from(it: Destination) -> Self {
        let nothing = MethodDetails {
            kind: it.kind().into(),
            holder: it.holder().map(str::to_owned),
            iban: None,
            bic: None,
            email: None,
            account: None,
            instructions: None,
        };
        match it {
            Destination::Bank(account) => Self {
                iban: Some(account.iban.to_string()),
                bic: account.bic.map(|bic| bic.to_string()),
                ..nothing
            },
            Destination::Paypal { email } => Self { email: Some(email), ..nothing },
            Destination::Wise { recipient: WiseRecipient::Email(email), .. } => {
                Self { email: Some(email), ..nothing }
            }
            Destination::Wise { recipient: WiseRecipient::Account(account), .. } => {
                Self { account: Some(account), ..nothing }
            }
            Destination::ByHand { instructions, .. } => Self { instructions: Some(instructions), ..nothing },
        }
    }
}

impl MethodDetails {
    /// The destination, if just the fields of its kind are there.
    pub(crate) fn read(self) -> Result<Destination, Invalid> {
        let kind: payout::MethodKind = self.kind.into();
        let fields = [
            ("holder", self.holder.is_some()),
            ("iban", self.iban.is_some()),
            ("bic", self.bic.is_some()),
            ("email", self.email.is_some()),
            ("account", self.account.is_some()),
            ("instructions", self.instructions.is_some()),
        ];
        let known: &[&str] = match kind {
            payout::MethodKind::Bank => &["holder", "iban", "bic"],
            payout::MethodKind::Paypal => &["email"],
            payout::MethodKind::Wise => &["holder", "email", "account"],
            payout::MethodKind::ByHand => &["holder", "instructions"],
        };
        if let Some((field, _)) = fields.into_iter().find(|(field, there)| *there && !known.contains(field)) {
            return Err(Invalid::new(field, format!("nothing, for the kind {}", kind.name())));
        }
        let needed = |field, text: Option<String>| {
            text.ok_or_else(|| Invalid::new(field, format!("a text, for the kind {}", kind.name())))
        };
        Ok(match kind {
            payout::MethodKind::Bank => {
                let (holder, iban) = (needed("holder", self.holder)?, needed("iban", self.iban)?);
                Destination::Bank(payout::BankAccount::parse(&holder, &iban, self.bic.as_deref())?)
            }
            payout::MethodKind::Paypal => {
                Destination::Paypal { email: needed("email", self.email)?.trim().to_owned() }
            }
            payout::MethodKind::Wise => {
                let holder = needed("holder", self.holder)?;
                let recipient = match (self.email, self.account) {
                    (Some(email), None) => WiseRecipient::Email(email.trim().to_owned()),
                    (None, Some(account)) => WiseRecipient::Account(account),
                    _ => {
                        return Err(Invalid::new(
                            "email",
                            "either an address or an account, for the kind wise",
                        ));
                    }
                };
                Destination::Wise { holder, recipient }
            }
            payout::MethodKind::ByHand => Destination::ByHand {
                holder: needed("holder", self.holder)?,
                instructions: needed("instructions", self.instructions)?,
            },
        })
    }
}

/// A way of being paid.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "currency": "EUR",
    "details": { "kind": "bank", "holder": "Ada Lovelace", "iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFFXXX" }
}))]
pub(crate) struct SetMethod {
    /// What to be paid in; EUR for a bank account.
    pub currency: String,
    pub details: MethodDetails,
}

impl SetMethod {
    pub(crate) fn read(self) -> Result<MethodInput, Error> {
        let currency = required("currency", &self.currency)?;
        Ok(MethodInput { currency, destination: self.details.read()? })
    }
}

/// How a partner is paid, with where to.
#[derive(Serialize, ToSchema)]
pub(crate) struct MethodShown {
    pub method: Method,
    /// Null once it was erased.
    pub details: Option<MethodDetails>,
}

impl View for MethodShown {
    type Row = OpenMethod;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Method::mentions(&it.method, names);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self { method: Method::view(it.method, by), details: it.destination.map(Into::into) }
    }
}

/// How one is paid; null before one has said so.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnMethod {
    pub method: Option<MethodShown>,
}

impl View for OwnMethod {
    type Row = Option<OpenMethod>;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        it.iter().for_each(|method| MethodShown::mentions(method, names));
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self { method: it.map(|method| MethodShown::view(method, by)) }
    }
}

/// The account from which a program's payouts are paid.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "holder": "Acme GmbH", "iban": "DE02 1203 0000 0000 2020 51", "bic": "BYLADEM1001" }))]
pub(crate) struct BankAccount {
    #[schema(min_length = 1, max_length = 70)]
    pub holder: String,
    /// Within SEPA. Blanks are left out.
    pub iban: String,
    #[serde(default)]
    pub bic: Option<String>,
}

impl BankAccount {
    pub(crate) fn read(&self) -> Result<payout::BankAccount, Invalid> {
        payout::BankAccount::parse(&self.holder, &self.iban, self.bic.as_deref())
    }
}

/// The account from which a program's payouts are paid, if there is one.
#[derive(Serialize, ToSchema)]
pub(crate) struct PayingAccount {
    pub account: Option<BankAccount>,
    #[schema(format = DateTime)]
    pub changed_at: Option<String>,
}

impl From<OpenAccount> for PayingAccount {
    fn from(it: OpenAccount) -> Self {
        let account = |account: payout::BankAccount| BankAccount {
            holder: account.holder,
            iban: account.iban.to_string(),
            bic: account.bic.map(|bic| bic.to_string()),
        };
        Self { account: it.account.map(account), changed_at: it.changed_at.map(|at| at.to_string()) }
    }
}
