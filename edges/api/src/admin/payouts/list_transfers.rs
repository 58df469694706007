//! `GET /v1/transfers`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Transfer,
};
use axum::response::Response;
use engine::need::ReadPayouts;

type TransferList = List<Transfer>;

/// List transfers
///
/// `contradicted=yes` are those of which something else was told than before; `uncarried.until=0` those that were paid
/// too much and that no statement has carried yet.
#[utoipa::path(
    get, path = "/v1/transfers", tag = "Payouts", operation_id = "list_transfers",
    params(Asked<Transfer>),
    responses(
        (status = 200, description = "Payments to partners", content((TransferList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_transfers(
    reader: Allowed<ReadPayouts>,
    asked: Asked<Transfer>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
