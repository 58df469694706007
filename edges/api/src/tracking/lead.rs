//! `POST /v1/track/lead`.

use super::{
    answer::{TrackAnswer, answer},
    event::organization,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Report, optional},
    problem::{Problem, TrackProblems},
    wire::{self, Codes, joined},
};
use engine::need::SendLeads;
use engine::{CustomerInput, EventInput, LeadMode, SOURCE_DEFAULT};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use words::Invalid;

/// A customer signed up, asked for a demo, started a trial …
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeadRequest {
    /// If absent: the program of the click, code, sale or customer, else the only one, else the default.
    pub program_id: Option<String>,
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
    /// The value of `hg` on your page's address: a click id `clk_…`, or a link id `lnk_…` when the
    /// visitor denied consent.
    pub click_id: Option<String>,
    /// The referral code that the customer typed, or several: each that a partner of the program has counts, at most 10.
    pub code: Option<Codes>,
    /// More of them.
    pub codes: Option<Codes>,
    /// Which kind of lead; part of its identity unless `external_id` is sent. `lead` if absent.
    #[schema(max_length = 120, example = "signup")]
    pub event_name: Option<String>,
    /// Your own id of the lead. The customer and the event name, if absent.
    #[schema(max_length = 200)]
    pub external_id: Option<String>,
    /// Which system reports it, part of the lead's identity: 1 to 40 of a–z, 0–9, _ and -. `api` if
    /// absent.
    #[schema(max_length = 40)]
    pub source: Option<String>,
    /// `now` if absent.
    pub mode: Option<wire::LeadMode>,
    /// At most 90 days back and 5 minutes ahead; the time of arrival, if absent. Not from a browser.
    #[schema(format = DateTime)]
    pub occurred_at: Option<String>,
    /// Your own notes: at most 50, names of at most 40 characters, values of at most 500.
    pub metadata: Option<BTreeMap<String, String>>,
}

impl LeadRequest {
    pub(super) fn input(self) -> Result<EventInput, Invalid> {
        Ok(EventInput {
            kind: conversion::Kind::Lead,
            program: optional("program_id", self.program_id.as_deref())?,
            source: self.source.unwrap_or_else(|| SOURCE_DEFAULT.to_owned()),
            external_id: self.external_id,
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
            event_name: self.event_name,
            amount: None,
            renewal: false,
            items: Vec::new(),
            occurred_at: optional("occurred_at", self.occurred_at.as_deref())?,
            mode: self.mode.map_or(LeadMode::Now, Into::into),
            metadata: self.metadata.unwrap_or_default(),
        })
    }
}

/// Report a lead
///
/// A publishable key may make this call and ask for offers. From a browser only the customer and a click id count; the
/// answer is `received`, whether or not the customer is known, and the click counts once an event of your server names it
/// for the same customer, or if the policy trusts browsers. Evidence never costs the event: what cannot be
/// read or leads nowhere is left out with a warning. Empty fields are absent.
#[utoipa::path(
    post, path = "/v1/track/lead", tag = "Tracking", operation_id = "track_lead",
    params(IdempotencyHeader),
    request_body(content = LeadRequest, examples(
        ("A sign-up after a click" = (value = json!({
            "customer_external_id": "user-4711", "customer_email": "grace@example.com",
            "click_id": "clk_01kk8y7d00e6br2v9m5gq4t1hs", "event_name": "signup"
        }))),
        ("A lead by code" = (value = json!({ "customer_external_id": "user-4712", "code": "ADA20" }))),
    )),
    responses(
        (status = 201, description = "The lead was recorded", body = TrackAnswer),
        (status = 200, description = "The same lead was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "Deferred: the evidence is bound to the customer; or received from a browser", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_lead(
    sender: Allowed<SendLeads>,
    Report { value, hash }: Report<LeadRequest>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let input = value.input()?;
    let publishable = sender.is_publishable();
    let done = sender.engine().record_lead(&sender.permit(&hash), &input).await?;
    Ok(answer(done, publishable))
}
