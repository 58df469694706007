//! `GET /v1/partner/statements`.

use crate::{
    access::AtPartner,
    intake::{Query, optional},
    list::{List, Wanted},
    problem::{PortalProblems, Problem},
    wire::Statement,
};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

type StatementList = List<Statement>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListOwnStatements {
    /// Only this month's, like `2026-11`.
    month: Option<String>,
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
}

/// List one's own statements
#[utoipa::path(
    get, path = "/v1/partner/statements", tag = "Portal", operation_id = "list_own_statements",
    params(ListOwnStatements),
    responses((status = 200, description = "Oldest first", body = StatementList), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_own_statements(
    at: AtPartner,
    Query(query): Query<ListOwnStatements>,
) -> Result<Json<StatementList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let month = optional("month", query.month.as_deref())?;
    let found = at.portal().await?.statements(month, wanted.page()).await?;
    Ok(Json(wanted.list(found, |statement| statement.id, Into::into)))
}
