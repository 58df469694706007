//! `GET /v1/statements`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Statement,
};
use axum::response::Response;
use engine::need::ReadStatements;

type StatementList = List<Statement>;

/// List statements
#[utoipa::path(
    get, path = "/v1/statements", tag = "Owed", operation_id = "list_statements",
    params(Asked<Statement>),
    responses(
        (status = 200, description = "Statements", content((StatementList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_statements(
    reader: Allowed<ReadStatements>,
    asked: Asked<Statement>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
