//! `POST /v1/programs/{id}/statements/close`.

use crate::{
    access::Allowed,
    intake::{Id, Json, required},
    problem::{CloseProblems, Problem},
};
use engine::need::WriteStatements;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::ProgramId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloseMonth {
    /// A calendar month in UTC: this one or an earlier one.
    #[schema(example = "2026-11")]
    month: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct MonthClosed {
    /// How many statements were closed by this call.
    statements: u64,
    /// How many lines they got.
    lines: u64,
}

/// Close a program's statements of a month
///
/// The server does the same by itself a day after the month's end. The running month may be closed
/// early: what is approved later stands in the next month's statement. Closing again changes nothing, so
/// no Idempotency-Key is needed.
#[utoipa::path(
    post, path = "/v1/programs/{id}/statements/close", tag = "Owed", operation_id = "close_month",
    params(("id" = String, Path, description = "The program's id")),
    request_body = CloseMonth,
    responses((status = 200, description = "What was closed", body = MonthClosed), CloseProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn close_month(
    manager: Allowed<WriteStatements>,
    Id(program): Id<ProgramId>,
    Json { value, hash }: Json<CloseMonth>,
) -> Result<axum::Json<MonthClosed>, Problem> {
    let month = required("month", &value.month)?;
    let closed = manager.engine().close_month(&manager.permit(&hash), program, month).await?;
    Ok(axum::Json(MonthClosed { statements: closed.statements, lines: closed.lines }))
}
