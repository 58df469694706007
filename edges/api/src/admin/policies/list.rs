//! `GET /v1/policies`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Policy,
};
use axum::response::Response;
use engine::need::ReadPrograms;

type PolicyList = List<Policy>;

/// List attribution policies
#[utoipa::path(
    get, path = "/v1/policies", tag = "Programs", operation_id = "list_policies",
    params(Asked<Policy>),
    responses(
        (status = 200, description = "Every published version", content((PolicyList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_policies(
    reader: Allowed<ReadPrograms>,
    asked: Asked<Policy>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
