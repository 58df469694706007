//! `GET /v1/programs`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Program,
};
use axum::response::Response;
use engine::need::ReadPrograms;

type ProgramList = List<Program>;

/// List programs
#[utoipa::path(
    get, path = "/v1/programs", tag = "Programs", operation_id = "list_programs",
    params(Asked<Program>),
    responses(
        (status = 200, description = "Programs", content((ProgramList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_programs(
    reader: Allowed<ReadPrograms>,
    asked: Asked<Program>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
