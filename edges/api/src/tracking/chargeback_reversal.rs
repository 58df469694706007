//! `POST /v1/track/chargeback-reversal`.

use super::{
    answer::{TrackAnswer, answer},
    refund::RefundRequest,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::Report,
    problem::{Problem, TrackProblems},
};
use conversion::Kind;
use engine::{conversions, need::WriteEvents};

/// Report that a chargeback was won
///
/// What the chargeback had taken back of each commission is owed again, as far as `amount` goes. It may be reported before
/// the chargeback, and before the sale.
#[utoipa::path(
    post, path = "/v1/track/chargeback-reversal", tag = "Tracking", operation_id = "track_chargeback_reversal",
    params(IdempotencyHeader),
    request_body(content = RefundRequest, example = json!({
        "external_id": "CB-7", "sale_external_id": "INV-2026-0042",
        "amount": { "amount": 4900, "currency": "EUR" }
    })),
    responses(
        (status = 201, description = "It was recorded", body = TrackAnswer),
        (status = 200, description = "The same was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "It waits for its sale to be reported", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_chargeback_reversal(
    tracker: Allowed<WriteEvents>,
    Report { value, hash }: Report<RefundRequest>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let input = value.input(Kind::ChargebackReversal)?;
    let done = conversions::record_refund(tracker.engine(), &tracker.permit(&hash), &input).await?;
    answer(&tracker.presenter(), done).await
}
