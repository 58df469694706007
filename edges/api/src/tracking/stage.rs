//! `POST /v1/track/stage`.

use super::{
    answer::{TrackAnswer, answer},
    request::event_request,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::Report,
    problem::{Problem, TrackProblems},
};
use conversion::Kind;
use engine::{EventInput, conversions, need::WriteEvents};
use words::Invalid;

event_request! {
    /// A customer reached a stage of your funnel.
    StageRequest {
        /// Your name of the stage. A customer reaches each stage once. No colon.
        #[schema(min_length = 1, max_length = 120, example = "qualified")]
        stage: String,
    }
}

impl StageRequest {
    pub(super) fn input(mut self) -> Result<EventInput, Invalid> {
        let common = self.common().input(Kind::Stage)?;
        Ok(EventInput { event_name: Some(self.stage), ..common })
    }
}

/// Report that a customer reached a stage
///
/// Counted once for each customer and stage, with its decision and commissions.
#[utoipa::path(
    post, path = "/v1/track/stage", tag = "Tracking", operation_id = "track_stage",
    params(IdempotencyHeader),
    request_body(content = StageRequest, example = json!({
        "stage": "qualified", "customer": { "external_id": "user-4711" }
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
    let done = conversions::record_stage(tracker.engine(), &tracker.permit(&hash), &input).await;
    answer(&tracker.presenter(), done.map_err(as_sent_or)?).await
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
