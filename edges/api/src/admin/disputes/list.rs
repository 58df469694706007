//! `GET /v1/disputes`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Dispute,
};
use axum::response::Response;
use engine::need::ReadCommissions;

type DisputeList = List<Dispute>;

/// List disputes
///
/// `sort=due_at` shows first what falls due first.
#[utoipa::path(
    get, path = "/v1/disputes", tag = "Disputes", operation_id = "list_disputes",
    params(Asked<Dispute>),
    responses(
        (status = 200, description = "The disputes", content((DisputeList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_disputes(
    reader: Allowed<ReadCommissions>,
    asked: Asked<Dispute>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
