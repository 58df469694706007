//! `POST /v1/track/sale`.

use super::{
    answer::{TrackAnswer, answer},
    event::organization,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Report, optional},
    problem::{Problem, TrackProblems},
    wire::{Codes, Item, Money, joined},
};
use engine::need::WriteEvents;
use engine::{CustomerInput, EventInput, LeadMode, SOURCE_DEFAULT};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use words::Invalid;

/// A customer paid.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaleRequest {
    /// If absent: the program of the click, code, sale or customer, else the only one, else the default.
    pub program_id: Option<String>,
    /// Your own id of the sale, such as the invoice's number.
    #[schema(min_length = 1, max_length = 200)]
    pub external_id: String,
    /// Your own id of the customer, the same in every event.
    #[schema(min_length = 1, max_length = 200)]
    pub customer_external_id: String,
    /// Kept encrypted; shows self-referrals.
    pub customer_email: Option<String>,
    /// Whether you know that the address is the customer's own; yes, if absent. A program that takes one address for one
    /// customer goes by verified addresses only.
    pub customer_email_verified: Option<bool>,
    /// Kept encrypted, the first 120 characters of it.
    pub customer_name: Option<String>,
    /// Your own id of the organization on whose behalf the customer acts; the event then counts for the organization, which
    /// is a customer itself, and so does all evidence of its people.
    #[schema(max_length = 200)]
    pub organization_external_id: Option<String>,
    /// Kept encrypted, the first 120 characters of it.
    pub organization_name: Option<String>,
    /// The organization's domain, or an address that holds it; shows self-referrals.
    pub organization_domain: Option<String>,
    /// A click id `clk_…`, or a link id `lnk_…` when the visitor denied consent. Not needed when an
    /// earlier event of the customer brought one.
    pub click_id: Option<String>,
    /// The referral code used at the purchase, or several: each that a partner of the program has counts, at most 10.
    pub code: Option<Codes>,
    /// More of them.
    pub codes: Option<Codes>,
    /// What the partner is credited for: 0 to 1000000000000 minor units. In another currency than the program's it is exchanged at its day's rate.
    pub amount: Money,
    /// Whether it renews what the customer has; rewards for renewals then price it, where the terms have any.
    #[serde(default)]
    pub renewal: bool,
    /// What the sale consists of, at most 100. They sum to at most the amount; what is left is a part without product.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub items: Vec<Item>,
    /// Which system reports it, part of the sale's identity: 1 to 40 of a–z, 0–9, _ and -. `api` if
    /// absent.
    #[schema(max_length = 40)]
    pub source: Option<String>,
    /// At most 90 days back and 5 minutes ahead; the time of arrival, if absent.
    #[schema(format = DateTime)]
    pub occurred_at: Option<String>,
    /// Your own notes: at most 50, names of at most 40 characters, values of at most 500.
    pub metadata: Option<BTreeMap<String, String>>,
}

impl SaleRequest {
    pub(super) fn input(self) -> Result<EventInput, Invalid> {
        Ok(EventInput {
            kind: conversion::Kind::Sale,
            program: optional("program_id", self.program_id.as_deref())?,
            source: self.source.unwrap_or_else(|| SOURCE_DEFAULT.to_owned()),
            external_id: Some(self.external_id),
            customer: CustomerInput {
                external_id: self.customer_external_id,
                email: self.customer_email,
                is_email_verified: self.customer_email_verified.unwrap_or(true),
                name: self.customer_name,
                organization: organization(
                    self.organization_external_id,
                    self.organization_name,
                    self.organization_domain,
                ),
            },
            click: self.click_id,
            code: joined(self.code, self.codes),
            event_name: None,
            amount: Some(self.amount.read()?),
            renewal: self.renewal,
            items: self.items.into_iter().map(Into::into).collect(),
            occurred_at: optional("occurred_at", self.occurred_at.as_deref())?,
            mode: LeadMode::Now,
            metadata: self.metadata.unwrap_or_default(),
        })
    }
}

/// Report a sale
///
/// Recorded once, for ever, with its decision and commissions. A sale without evidence is kept and
/// decided again when evidence arrives.
#[utoipa::path(
    post, path = "/v1/track/sale", tag = "Tracking", operation_id = "track_sale",
    params(IdempotencyHeader),
    request_body(content = SaleRequest, examples(
        ("A sale of a known customer" = (value = json!({
            "external_id": "INV-2026-0042", "customer_external_id": "user-4711",
            "amount": { "amount": 12500, "currency": "EUR" }
        }))),
        ("A first sale with a code" = (value = json!({
            "external_id": "INV-2026-0043", "customer_external_id": "user-4713",
            "amount": { "amount": 4900, "currency": "EUR" }, "code": "ADA20",
            "occurred_at": "2026-11-22T14:03:00Z", "metadata": { "plan": "pro" }
        }))),
        ("A renewal of two products" = (value = json!({
            "external_id": "INV-2026-0044", "customer_external_id": "user-4713", "renewal": true,
            "amount": { "amount": 9900, "currency": "EUR" },
            "items": [{ "product_id": "pro", "amount": 4900 }, { "product_id": "seat", "quantity": 5, "amount": 5000 }]
        }))),
    )),
    responses(
        (status = 201, description = "The sale was recorded", body = TrackAnswer),
        (status = 200, description = "The same sale was recorded before; nothing changed", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_sale(
    tracker: Allowed<WriteEvents>,
    Report { value, hash }: Report<SaleRequest>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let done = tracker.engine().record_sale(&tracker.permit(&hash), &value.input()?).await?;
    Ok(answer(done, false))
}
