//! `GET /v1/payout-batches/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{BatchShown, BatchTally},
};
use axum::Json;
use engine::need::{ReadPayouts, WritePayouts};
use words::BatchId;

/// Show a batch, where its transfers stand, and whether the caller may approve it
#[utoipa::path(
    get, path = "/v1/payout-batches/{id}", tag = "Payouts", operation_id = "show_batch",
    params(("id" = String, Path, description = "The batch's id")),
    responses((status = 200, description = "The batch", body = BatchShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn show_batch(
    reader: Allowed<ReadPayouts>,
    Id(id): Id<BatchId>,
) -> Result<Json<BatchShown>, Problem> {
    let permit = reader.permit("");
    let batch = reader.engine().batch(&permit, id).await?;
    let tallies = reader.book().transfer_tallies(reader.scope(), id).await?;
    let refusal = reader.engine().may_approve(&permit, &batch).await?.err();
    let role_allows = reader.may::<WritePayouts>();
    let why_not = match (role_allows, refusal) {
        (_, Some(refusal)) => Some(refusal.name().to_owned()),
        (false, None) => Some("role".to_owned()),
        (true, None) => None,
    };
    let currency = batch.currency;
    Ok(Json(BatchShown {
        by_status: tallies.into_iter().map(|tally| BatchTally::of(tally, currency)).collect(),
        may_approve: why_not.is_none(),
        why_not,
        batch: batch.into(),
    }))
}
