//! `POST /v1/track/lead`.

use super::{
    answer::{TrackAnswer, answer, answer_to_browser},
    request::event_request,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::Report,
    problem::{Problem, TrackProblems},
    wire,
};
use conversion::Kind;
use engine::{EventInput, LeadMode, conversions, need::SendLeads};
use words::Invalid;

event_request! {
    /// A customer signed up, asked for a demo, started a trial …
    LeadRequest {
        /// The kind of lead. Part of its identity unless `external_id` is sent. Defaults to `lead`.
        #[schema(max_length = 120, example = "signup")]
        event_name: Option<String>,
        /// Your own id of the lead. Defaults to the customer and the event name.
        #[schema(max_length = 200)]
        external_id: Option<String>,
        /// Defaults to `now`.
        mode: Option<wire::LeadMode>,
    }
}

impl LeadRequest {
    pub(super) fn input(mut self) -> Result<EventInput, Invalid> {
        let common = self.common().input(Kind::Lead)?;
        Ok(EventInput {
            external_id: self.external_id,
            event_name: self.event_name,
            mode: self.mode.map_or(LeadMode::Now, Into::into),
            ..common
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
            "customer": { "external_id": "user-4711", "email": "grace@example.com" },
            "click_id": "clk_01kk8y7d00e6br2v9m5gq4t1hs", "event_name": "signup"
        }))),
        ("A lead by code" = (value = json!({ "customer": { "external_id": "user-4712" }, "code": "ADA20" }))),
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
    let done = conversions::record_lead(sender.engine(), &sender.permit(&hash), &input).await?;
    if publishable {
        return Ok(answer_to_browser(done));
    }
    answer(&sender.presenter(), done).await
}
