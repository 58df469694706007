//! `GET /v1/payout-batches`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Batch,
};
use axum::response::Response;
use engine::need::ReadPayouts;

type BatchList = List<Batch>;

/// List batches
#[utoipa::path(
    get, path = "/v1/payout-batches", tag = "Payouts", operation_id = "list_batches",
    params(Asked<Batch>),
    responses(
        (status = 200, description = "What was paid together", content((BatchList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_batches(
    reader: Allowed<ReadPayouts>,
    asked: Asked<Batch>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
