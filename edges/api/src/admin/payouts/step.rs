//! `POST /v1/payout-batches/{id}/transitions`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::Batch,
};
use axum::Json;
use engine::{need::WritePayouts, payouts};
use payout::{BatchStep, Handing};
use serde::Deserialize;
use utoipa::ToSchema;
use words::BatchId;

/// What is done with a batch.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "action": "submit" }))]
pub(crate) enum TransitionBatch {
    /// From now on it waits for another member's approval.
    Submit {},
    /// By another member than who made or submitted it, and not by a key of theirs.
    Approve {},
    /// Back to a draft.
    SendBack {},
    /// Books every transfer as handed over; then the file may be taken.
    HandOver {},
    /// Calls a provider for each transfer, which the server does by itself from now on.
    Send {},
    /// While nothing was handed over. Its statements are free to be paid by another batch.
    Cancel {
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
}

impl From<TransitionBatch> for BatchStep {
    fn from(step: TransitionBatch) -> Self {
        match step {
            TransitionBatch::Submit {} => BatchStep::Submit,
            TransitionBatch::Approve {} => BatchStep::Approve,
            TransitionBatch::SendBack {} => BatchStep::SendBack,
            TransitionBatch::HandOver {} => BatchStep::HandOver(Handing::File),
            TransitionBatch::Send {} => BatchStep::HandOver(Handing::Direct),
            TransitionBatch::Cancel { reason } => BatchStep::Cancel { reason },
        }
    }
}

/// Take a batch one step on
#[utoipa::path(
    post, path = "/v1/payout-batches/{id}/transitions", tag = "Payouts", operation_id = "transition_batch",
    params(("id" = String, Path, description = "The batch's id")),
    request_body = TransitionBatch,
    responses((status = 200, description = "The batch", body = Batch), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn transition_batch(
    payer: Allowed<WritePayouts>,
    Id(id): Id<BatchId>,
    intake::Json { value, hash }: intake::Json<TransitionBatch>,
) -> Result<Json<Batch>, Problem> {
    let batch = payouts::transition(payer.engine(), &payer.permit(&hash), id, &value.into()).await?;
    payer.presenter().json(batch).await
}
