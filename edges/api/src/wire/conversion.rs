//! Conversions, and what was reported of them.

use super::{CustomerRef, Exchange, Kind, Money, ProgramRef};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a sale consists of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    /// Your own id of the product: 1 to 120 characters. Null in a refund: the part of the sale that no item covers.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub product_id: Option<String>,
    /// 1, if absent.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub quantity: u32,
    /// For all of them together, in minor units of the sale's currency.
    #[schema(minimum = 0)]
    pub amount: i64,
}

fn one() -> u32 {
    1
}

impl From<Item> for conversion::Item {
    fn from(it: Item) -> Self {
        Self { product: it.product_id.unwrap_or_default(), quantity: it.quantity, amount: it.amount }
    }
}

impl From<conversion::Item> for Item {
    fn from(it: conversion::Item) -> Self {
        Self {
            product_id: Some(it.product).filter(|product| !product.is_empty()),
            quantity: it.quantity,
            amount: it.amount,
        }
    }
}

/// What a customer did, recorded once.
#[derive(Serialize, ToSchema)]
pub(crate) struct Conversion {
    #[schema(example = "cnv_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub kind: Kind,
    /// Which system reported it.
    pub source: String,
    pub external_id: String,
    /// Null for a refund whose sale was not reported yet.
    pub customer: Option<CustomerRef>,
    /// Of an organization's conversion: which of its people it was.
    pub person: Option<CustomerRef>,
    /// For a refund: the sale it reverses, once it is known.
    pub sale_id: Option<String>,
    /// For a refund: the sale's external id.
    pub sale_external_id: Option<String>,
    /// For a refund reversal: the refund's external id.
    pub refund_external_id: Option<String>,
    /// Whether it waits for the sale, refund or chargeback that it names to be reported.
    pub waiting: bool,
    pub event_name: Option<String>,
    /// In the program's currency; null for leads, and for the reversal of a whole refund that was not reported yet.
    pub amount: Option<Money>,
    /// How what was reported became the program's currency, where it was another.
    pub exchange: Option<Exchange>,
    /// For a sale: what was refunded so far.
    pub refunded: Option<Money>,
    /// Whether the sale renews what the customer has.
    pub renewal: bool,
    /// What the sale consists of, where that was told.
    pub items: Vec<Item>,
    pub click_id: Option<String>,
    pub code: Option<String>,
    #[schema(format = DateTime)]
    pub occurred_at: String,
    #[schema(format = DateTime)]
    pub recorded_at: String,
    pub metadata: BTreeMap<String, String>,
}

impl View for Conversion {
    type Row = conversion::Conversion;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).customer(it.customer).customer(it.person);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let amount = it.amount();
        let sold = amount.filter(|_| it.kind == conversion::Kind::Sale);
        let waiting = it.is_waiting();
        let refunded = sold.map(|sold| words::Money::new(it.refunded, sold.currency));
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            kind: it.kind.into(),
            source: it.source,
            external_id: it.external_id,
            customer: it.customer.map(|id| by.customer_reported(id, it.content.customer)),
            person: it.person.map(|id| by.customer(id)),
            sale_id: it.sale.map(|id| id.to_string()),
            sale_external_id: it.content.sale,
            refund_external_id: it.content.refund,
            waiting,
            event_name: it.content.event_name,
            amount: amount.map(Into::into),
            exchange: it.exchange.map(Into::into),
            renewal: it.content.renewal,
            items: it.content.items.into_iter().map(Into::into).collect(),
            refunded: refunded.map(Into::into),
            click_id: it.content.click,
            code: it.content.code,
            occurred_at: it.occurred_at.to_string(),
            recorded_at: it.recorded_at.to_string(),
            metadata: it.content.metadata,
        }
    }
}

/// What one report of an event said, without personal data; null is what it did not say.
#[derive(PartialEq, Debug, Serialize, ToSchema)]
pub(crate) struct Reported {
    pub kind: Kind,
    pub source: String,
    pub external_id: String,
    pub customer_external_id: Option<String>,
    pub sale_external_id: Option<String>,
    pub refund_external_id: Option<String>,
    pub event_name: Option<String>,
    pub amount: Option<Money>,
    pub renewal: bool,
    pub items: Vec<Item>,
    pub click_id: Option<String>,
    pub code: Option<String>,
    #[schema(format = DateTime)]
    pub occurred_at: Option<String>,
    pub metadata: BTreeMap<String, String>,
}

impl Reported {
    /// What `content` says of an event with the identity of `conversion`.
    pub(crate) fn new(conversion: &conversion::Conversion, content: &conversion::Content) -> Self {
        Self {
            kind: conversion.kind.into(),
            source: conversion.source.clone(),
            external_id: conversion.external_id.clone(),
            customer_external_id: content.customer.clone(),
            sale_external_id: content.sale.clone(),
            refund_external_id: content.refund.clone(),
            event_name: content.event_name.clone(),
            amount: content.amount.map(Into::into),
            renewal: content.renewal,
            items: content.items.iter().cloned().map(Into::into).collect(),
            click_id: content.click.clone(),
            code: content.code.clone(),
            occurred_at: content.occurred_at.map(|at| at.to_string()),
            metadata: content.metadata.clone(),
        }
    }
}
