//! `GET /v1/statements/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{Statement, StatementLine},
};
use axum::Json;
use engine::need::ReadStatements;
use serde::Serialize;
use utoipa::ToSchema;
use words::StatementId;

/// A statement with every line explained.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatementShown {
    statement: Statement,
    /// In the order of their places.
    lines: Vec<StatementLine>,
}

/// Show a statement with its lines
#[utoipa::path(
    get, path = "/v1/statements/{id}", tag = "Owed", operation_id = "show_statement",
    params(("id" = String, Path, description = "The statement's id")),
    responses((status = 200, description = "The statement", body = StatementShown), ReadProblems),
    security(("api_key" = [])),
)]
pub(crate) async fn show_statement(
    reader: Allowed<ReadStatements>,
    Id(id): Id<StatementId>,
) -> Result<Json<StatementShown>, Problem> {
    let file = reader.book().statement_file(reader.scope(), id).await?;
    let file = file.ok_or_else(|| Problem::absent("statement", id))?;
    let lines = file.lines.into_iter();
    Ok(Json(StatementShown {
        statement: file.statement.into(),
        lines: lines
            .map(|(line, commission, conversion)| StatementLine::new(line, &commission, conversion))
            .collect(),
    }))
}
