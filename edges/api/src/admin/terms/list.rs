//! `GET /v1/terms`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Terms,
};
use axum::response::Response;
use engine::need::ReadPrograms;

type TermsList = List<Terms>;

/// List terms
#[utoipa::path(
    get, path = "/v1/terms", tag = "Programs", operation_id = "list_terms",
    params(Asked<Terms>),
    responses(
        (status = 200, description = "Every published version", content((TermsList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_terms(
    reader: Allowed<ReadPrograms>,
    asked: Asked<Terms>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
