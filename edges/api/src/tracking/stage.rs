//! `POST /v1/track/stage`.

use super::{
    answer::{TrackAnswer, answer},
    event::organization,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Report, optional},
    problem::{Problem, TrackProblems},
    wire::{Codes, joined},
};
use engine::need::WriteEvents;
use engine::{CustomerInput, EventInput, LeadMode, SOURCE_DEFAULT};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use words::Invalid;

/// A customer reached a stage of your funnel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageRequest {
    /// If absent: the program of the click, code, sale or customer, else the only one, else the default.
    pub program_id: Option<String>,
    /// What you call the stage. A customer reaches each once; no colon.
    #[schema(min_length = 1, max_length = 120, example = "qualified")]
    pub stage: String,
    /// Your own id of the customer, the same in every event.
    #[schema(min_length = 1, max_length = 200)]
    pub customer_external_id: String,
    /// Your own id of the organization on whose behalf the customer acts; the event then counts for the organization, which
    /// is a customer itself, and so does all evidence of its people.
    #[schema(max_length = 200)]
    pub organization_external_id: Option<String>,
    /// A click id `clk_…`, or a link id `lnk_…` when the visitor denied consent. Not needed when an
    /// earlier event of the customer brought one.
    pub click_id: Option<String>,
    /// The referral code that the customer used, or several: each that a partner of the program has counts, at most 10.
    pub code: Option<Codes>,
    /// More of them.
    pub codes: Option<Codes>,
    /// Which system reports it, part of the event's identity: 1 to 40 of a–z, 0–9, _ and -. `api` if
    /// absent.
    #[schema(max_length = 40)]
    pub source: Option<String>,
    /// At most 90 days back and 5 minutes ahead; the time of arrival, if absent.
    #[schema(format = DateTime)]
    pub occurred_at: Option<String>,
    /// Your own notes: at most 50, names of at most 40 characters, values of at most 500.
    pub metadata: Option<BTreeMap<String, String>>,
}

impl StageRequest {
    pub(super) fn input(self) -> Result<EventInput, Invalid> {
        Ok(EventInput {
            kind: conversion::Kind::Stage,
            program: optional("program_id", self.program_id.as_deref())?,
            source: self.source.unwrap_or_else(|| SOURCE_DEFAULT.to_owned()),
            external_id: None,
            customer: CustomerInput {
                external_id: self.customer_external_id,
                email: None,
                is_email_verified: false,
                name: None,
                organization: organization(self.organization_external_id, None, None),
            },
            click: self.click_id,
            code: joined(self.code, self.codes),
            event_name: Some(self.stage),
            amount: None,
            renewal: false,
            items: Vec::new(),
            occurred_at: optional("occurred_at", self.occurred_at.as_deref())?,
            mode: LeadMode::Now,
            metadata: self.metadata.unwrap_or_default(),
        })
    }
}

/// Report that a customer reached a stage
///
/// Counted once for each customer and stage, with its decision and commissions.
#[utoipa::path(
    post, path = "/v1/track/stage", tag = "Tracking", operation_id = "track_stage",
    params(IdempotencyHeader),
    request_body(content = StageRequest, example = json!({
        "stage": "qualified", "customer_external_id": "user-4711"
    })),
    responses(
        (status = 201, description = "The stage was recorded", body = TrackAnswer),
        (status = 200, description = "It was recorded before; nothing changed", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_stage(
    tracker: Allowed<WriteEvents>,
    Report { value, hash }: Report<StageRequest>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let input = value.input().map_err(as_sent)?;
    let done = tracker.engine().record_stage(&tracker.permit(&hash), &input).await;
    Ok(answer(done.map_err(as_sent_or)?, false))
}

/// The stage is an event's name further in.
fn as_sent(fault: Invalid) -> Invalid {
    let field = if fault.field == "event_name" { "stage" } else { fault.field };
    Invalid { field, ..fault }
}

fn as_sent_or(error: engine::Error) -> engine::Error {
    match error {
        engine::Error::Invalid(fault) => engine::Error::Invalid(as_sent(fault)),
        error => error,
    }
}
