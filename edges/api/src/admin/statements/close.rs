//! `POST /v1/programs/{id}/statements/close`.

use crate::{
    access::Allowed,
    intake::{Id, Json, optional},
    problem::{CloseProblems, Problem},
};
use engine::{need::WriteStatements, statements};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::ProgramId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloseStatements {
    /// What was approved before then is stated: now or earlier. Absent: all that is approved by now.
    #[schema(format = DateTime, example = "2026-12-01T00:00:00Z")]
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StatementsClosed {
    /// How many statements were closed by this call.
    statements: u64,
    /// How many lines they got.
    lines: u64,
}

/// Close a program's statements
///
/// The server does the same by itself a day after each period of the program's statement schedule ended. A period may be
/// closed early: what is approved later stands in the next statement, which begins where this one ends. A threshold does not
/// count here. Closing again with the same `until` changes nothing, so no Idempotency-Key is needed.
#[utoipa::path(
    post, path = "/v1/programs/{id}/statements/close", tag = "Owed", operation_id = "close_statements",
    params(("id" = String, Path, description = "The program's id")),
    request_body = CloseStatements,
    responses((status = 200, description = "What was closed", body = StatementsClosed), CloseProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn close_statements(
    manager: Allowed<WriteStatements>,
    Id(program): Id<ProgramId>,
    Json { value, hash }: Json<CloseStatements>,
) -> Result<axum::Json<StatementsClosed>, Problem> {
    manager
        .aside(move |manager| async move {
            let until = optional("until", value.until.as_deref())?;
            let closed = statements::close(manager.engine(), &manager.permit(&hash), program, until).await?;
            Ok(axum::Json(StatementsClosed { statements: closed.statements, lines: closed.lines }))
        })
        .await
}
