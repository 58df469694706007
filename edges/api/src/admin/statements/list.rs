//! `GET /v1/statements`.

use crate::{
    access::Allowed,
    intake::{Query, optional},
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    wire::Statement,
};
use axum::Json;
use engine::need::ReadStatements;
use serde::Deserialize;
use utoipa::IntoParams;

type StatementList = List<Statement>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListStatements {
    /// Only this partner's.
    partner_id: Option<String>,
    /// Only this month's, like `2026-11`.
    month: Option<String>,
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
}

/// List statements
#[utoipa::path(
    get, path = "/v1/statements", tag = "Owed", operation_id = "list_statements",
    params(ListStatements),
    responses((status = 200, description = "Statements, oldest first", body = StatementList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_statements(
    reader: Allowed<ReadStatements>,
    Query(query): Query<ListStatements>,
) -> Result<Json<StatementList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let partner = optional("partner_id", query.partner_id.as_deref())?;
    let month = optional("month", query.month.as_deref())?;
    let statements = reader.book().statements(reader.scope(), partner, month, wanted.page()).await?;
    Ok(Json(wanted.list(statements, |statement| statement.id, Into::into)))
}
