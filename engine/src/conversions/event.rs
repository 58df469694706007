//! What a merchant's system reports: checked, with every default made explicit.

use crate::Error;
use conversion::{Content, ITEMS_MAX, Item, Kind, PRODUCT_CHARACTERS_MAX, QUANTITY_MAX, SOURCE_BROWSER};
use program::NAME_CHARACTERS_MAX;
use referral::{EXTERNAL_ID_CHARACTERS_MAX, TouchSource, normalize_domain};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use words::{
    AMOUNT_MAX, CustomerId, Instant, Invalid, MICROS_PER_DAY, Money, ProgramId, check_label, check_text,
};

pub const OCCURRED_BACK_DAYS_MAX: i64 = 90;
pub const OCCURRED_AHEAD_MINUTES_MAX: i64 = 5;
pub const SOURCE_DEFAULT: &str = "api";
/// Refunds of one sale; each report adds up all of them.
pub const REFUNDS_PER_SALE_MAX: usize = 1_000;

/// Whether a lead is recorded now, or only bound to its evidence until it is reported again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadMode {
    #[default]
    Now,
    Deferred,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerInput {
    pub external_id: String,
    pub email: Option<String>,
    /// Whether the merchant knows that the address is theirs; what the server says of it counts as known unless it says
    /// otherwise.
    pub is_email_verified: bool,
    pub name: Option<String>,
    /// On whose behalf they act: then it is the organization that the event counts for.
    pub organization: Option<OrganizationInput>,
}

/// An organization, which is a customer itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganizationInput {
    pub external_id: String,
    pub name: Option<String>,
    /// A domain, or an address that holds one.
    pub domain: Option<String>,
}

/// A lead, a stage or a sale.
#[derive(Clone, PartialEq, Debug)]
pub struct EventInput {
    pub kind: Kind,
    /// If absent, the one that what it carries leads to, or the default.
    pub program: Option<ProgramId>,
    pub source: String,
    /// For a lead: its customer and event name, if absent.
    pub external_id: Option<String>,
    pub customer: CustomerInput,
    /// A click id `clk_…`, or a link id `lnk_…` when consent was denied.
    pub click: Option<String>,
    /// One code, or several with commas between them.
    pub code: Option<String>,
    pub event_name: Option<String>,
    pub amount: Option<Money>,
    /// Whether a sale renews what the customer has.
    pub renewal: bool,
    /// What a sale consists of, if that is told.
    pub items: Vec<Item>,
    pub occurred_at: Option<Instant>,
    pub mode: LeadMode,
    pub metadata: BTreeMap<String, String>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct RefundInput {
    /// A refund, a chargeback, or a reversal of one.
    pub kind: Kind,
    pub program: Option<ProgramId>,
    pub source: String,
    pub external_id: String,
    /// The sale's external id, under the same source. A refund reversal need not name it.
    pub sale: Option<String>,
    /// The refund's external id, under the same source, for a refund reversal; its own external id, if absent.
    pub refund: Option<String>,
    /// A refund reversal without one gives back the whole refund.
    pub amount: Option<Money>,
    /// What of it is of which products, if that is told.
    pub items: Vec<Item>,
    pub occurred_at: Option<Instant>,
    pub metadata: BTreeMap<String, String>,
}

impl EventInput {
    /// The identity under which the event is recorded once, for ever. Event names have no colon, so two customers'
    /// leads never share one. The customer stands there by our id: the merchant's may be an e-mail address, which
    /// could not be erased.
    pub(crate) fn identity(&self, actor: CustomerId, customer: CustomerId) -> String {
        let name = self.event_name.as_deref().unwrap_or(self.kind.name());
        let who = if actor == customer { actor.to_string() } else { format!("{actor}@{customer}") };
        self.external_id.clone().unwrap_or_else(|| format!("{name}:{who}"))
    }

    /// The organization on whose behalf the customer acts; somebody of their own account is none.
    pub(crate) fn organization(&self) -> Option<&OrganizationInput> {
        let named = self.customer.organization.as_ref();
        named.filter(|organization| organization.external_id != self.customer.external_id)
    }

    /// The merchant's id of whom the event counts for.
    pub(crate) fn buyer(&self) -> &str {
        self.organization().map_or(&self.customer.external_id, |organization| &organization.external_id)
    }

    pub(crate) fn content(&self) -> Content {
        Content {
            customer: Some(self.buyer().to_owned()),
            sale: None,
            refund: None,
            event_name: self.event_name.clone(),
            amount: self.amount,
            click: self.click.clone(),
            code: self.code.clone(),
            occurred_at: self.occurred_at,
            renewal: self.renewal,
            items: self.items.clone(),
            metadata: self.metadata.clone(),
        }
    }

    /// Checks all but the time, which only an event not recorded yet must keep to.
    pub(crate) fn check(&self, source: TouchSource) -> Result<(), Error> {
        if source == TouchSource::Server && self.source == SOURCE_BROWSER {
            let expected = format!("another source than {SOURCE_BROWSER}, which is for publishable keys");
            return Err(Invalid::new("source", expected).into());
        }
        if source == TouchSource::Browser && self.occurred_at.is_some() {
            let expected = "no time from a browser: it is taken on arrival";
            return Err(Invalid::new("occurred_at", expected).into());
        }
        check_identity(&self.source, self.external_id.as_deref(), "external_id")?;
        check_text("customer.external_id", &self.customer.external_id, EXTERNAL_ID_CHARACTERS_MAX)?;
        if let Some(name) = &self.customer.name {
            check_text("customer.name", name, NAME_CHARACTERS_MAX)?;
        }
        if let Some(organization) = &self.customer.organization {
            organization.check()?;
        }
        if let Some(name) = &self.event_name {
            check_text("event_name", name, NAME_CHARACTERS_MAX)?;
            if name.contains(':') {
                return Err(Invalid::new("event_name", "a name without a colon").into());
            }
        }
        match self.kind {
            Kind::Sale => {
                check_amount(self.amount)?;
                check_items(&self.items, self.amount.map_or(0, |money| money.amount), Covered::Always)?;
            }
            // A stage is reached once, whatever it is called by.
            Kind::Stage if self.event_name.is_none() => {
                return Err(Invalid::new("stage", "the name of the stage").into());
            }
            _ => {}
        }
        Ok(())
    }
}

impl OrganizationInput {
    fn check(&self) -> Result<(), Error> {
        check_text("organization.external_id", &self.external_id, EXTERNAL_ID_CHARACTERS_MAX)?;
        if let Some(name) = &self.name {
            check_text("organization.name", name, NAME_CHARACTERS_MAX)?;
        }
        self.domain()?;
        Ok(())
    }

    /// The registrable domain.
    pub(crate) fn domain(&self) -> Result<Option<String>, Invalid> {
        let read = |text: &str| {
            let expected = "an organization's domain like acme.example";
            normalize_domain(text).ok_or_else(|| Invalid::new("organization.domain", expected))
        };
        self.domain.as_deref().map(read).transpose()
    }
}

impl RefundInput {
    /// The refund that a reversal gives back.
    pub(crate) fn reversed(&self) -> Option<&str> {
        let is_reversal = self.kind == Kind::RefundReversal;
        is_reversal.then(|| self.refund.as_deref().unwrap_or(&self.external_id))
    }

    pub(crate) fn content(&self) -> Content {
        Content {
            customer: None,
            sale: self.sale.clone(),
            refund: self.reversed().map(str::to_owned),
            event_name: None,
            amount: self.amount,
            click: None,
            code: None,
            occurred_at: self.occurred_at,
            renewal: false,
            items: self.items.clone(),
            metadata: self.metadata.clone(),
        }
    }

    /// Checks all but the time.
    pub(crate) fn check(&self) -> Result<(), Error> {
        check_identity(&self.source, Some(&self.external_id), "external_id")?;
        check_identity(&self.source, self.reversed(), "refund_external_id")?;
        let is_reversal = self.kind == Kind::RefundReversal;
        match &self.sale {
            Some(sale) => check_identity(&self.source, Some(sale), "sale_external_id")?,
            None if is_reversal => {}
            None => return Err(Invalid::new("sale_external_id", "the external id of the sale").into()),
        }
        if self.refund.is_some() && !is_reversal {
            return Err(
                Invalid::new("refund_external_id", "none: only a refund reversal names a refund").into()
            );
        }
        match self.amount {
            Some(amount) => check_positive(amount)?,
            None if is_reversal => {}
            None => return Err(Invalid::new("amount", "what was given back").into()),
        }
        if !is_reversal && self.kind != Kind::Refund && !self.items.is_empty() {
            let expected = "none: only a refund or its reversal names products";
            return Err(Invalid::new("items", expected).into());
        }
        if self.amount.is_none() && !self.items.is_empty() {
            let expected = "none without an amount: the whole refund is reversed, and all its items with it";
            return Err(Invalid::new("items", expected).into());
        }
        check_items(&self.items, self.amount.map_or(0, |money| money.amount), Covered::MayBeNone)?;
        Ok(())
    }
}

/// Whether an item may be of the part of a sale that no item covers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Covered {
    Always,
    MayBeNone,
}

/// The items sum to at most the whole: what is left may be shipping or tax that the merchant rewards too.
fn check_items(items: &[Item], amount: i64, covered: Covered) -> Result<(), Invalid> {
    if items.len() > ITEMS_MAX {
        return Err(Invalid::new("items", format!("at most {ITEMS_MAX} items")));
    }
    let mut left = amount;
    for item in items {
        if covered == Covered::Always || !item.product.is_empty() {
            check_text("items.product_id", &item.product, PRODUCT_CHARACTERS_MAX)?;
        }
        if !(1..=QUANTITY_MAX).contains(&item.quantity) {
            return Err(Invalid::new("items.quantity", format!("1 to {QUANTITY_MAX}")));
        }
        if !(0..=left).contains(&item.amount) {
            let expected = format!("minor units from 0 that sum to at most the amount, {amount}");
            return Err(Invalid::new("items.amount", expected));
        }
        left -= item.amount;
    }
    Ok(())
}

fn check_identity(source: &str, external_id: Option<&str>, field: &'static str) -> Result<(), Error> {
    check_label("source", source)?;
    if let Some(external_id) = external_id {
        check_text(field, external_id, EXTERNAL_ID_CHARACTERS_MAX)?;
    }
    Ok(())
}

/// What a sale comes to, which is nothing where it is free.
pub(crate) fn check_amount(amount: Option<Money>) -> Result<(), Error> {
    match amount {
        Some(money) if (0..=AMOUNT_MAX).contains(&money.amount) => Ok(()),
        _ => Err(Invalid::new("amount.amount", format!("0 to {AMOUNT_MAX} minor units")).into()),
    }
}

/// What is given back, or granted.
pub(crate) fn check_positive(amount: Money) -> Result<(), Error> {
    if (1..=AMOUNT_MAX).contains(&amount.amount) {
        return Ok(());
    }
    Err(Invalid::new("amount.amount", format!("1 to {AMOUNT_MAX} minor units")).into())
}

pub(crate) fn check_occurred_at(occurred_at: Option<Instant>, now: Instant) -> Result<(), Error> {
    let Some(at) = occurred_at else { return Ok(()) };
    let ahead = OCCURRED_AHEAD_MINUTES_MAX * 60_000_000;
    if at > now.plus_micros(ahead) || at < now.plus_micros(-OCCURRED_BACK_DAYS_MAX * MICROS_PER_DAY) {
        let expected = format!(
            "a time at most {OCCURRED_BACK_DAYS_MAX} days back and {OCCURRED_AHEAD_MINUTES_MAX} minutes ahead"
        );
        return Err(Invalid::new("occurred_at", expected).into());
    }
    Ok(())
}
