//! `GET /v1/decisions`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Decision,
};
use axum::response::Response;
use engine::need::ReadConversions;

type DecisionList = List<Decision>;

/// List decisions
#[utoipa::path(
    get, path = "/v1/decisions", tag = "Credit", operation_id = "list_decisions",
    params(Asked<Decision>),
    responses(
        (status = 200, description = "The decision of each conversion that stands", content((DecisionList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_decisions(
    reader: Allowed<ReadConversions>,
    asked: Asked<Decision>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
