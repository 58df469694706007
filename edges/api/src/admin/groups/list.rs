//! `GET /v1/groups`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Group,
};
use axum::response::Response;
use engine::need::ReadPrograms;

type GroupList = List<Group>;

/// List groups
#[utoipa::path(
    get, path = "/v1/groups", tag = "Programs", operation_id = "list_groups",
    params(Asked<Group>),
    responses(
        (status = 200, description = "Groups", content((GroupList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_groups(
    reader: Allowed<ReadPrograms>,
    asked: Asked<Group>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
