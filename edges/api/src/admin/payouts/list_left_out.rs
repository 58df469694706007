//! `GET /v1/payout-batches/{id}/skipped`.

use crate::{
    access::Allowed,
    intake::{Id, Query},
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    wire::LeftOut,
};
use axum::Json;
use engine::{need::ReadPayouts, payouts};
use serde::Deserialize;
use utoipa::IntoParams;
use words::BatchId;

type LeftOutList = List<LeftOut>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListLeftOut {
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List what a batch left out, and why
#[utoipa::path(
    get, path = "/v1/payout-batches/{id}/skipped", tag = "Payouts", operation_id = "list_skipped_statements",
    params(("id" = String, Path, description = "The batch's id"), ListLeftOut),
    responses((status = 200, description = "In the order in which they were looked at", body = LeftOutList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_skipped_statements(
    reader: Allowed<ReadPayouts>,
    Id(batch): Id<BatchId>,
    Query(query): Query<ListLeftOut>,
) -> Result<Json<LeftOutList>, Problem> {
    let wanted: Wanted<u32> = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    payouts::get(reader.engine(), &reader.permit(""), batch).await?;
    let page = wanted.page();
    let rows = reader.book().left_out(reader.scope(), batch, page.after.unwrap_or(0), page.limit).await?;
    let List { items, next_cursor } = wanted.list(rows, |row| row.place, |row| row);
    Ok(Json(List { items: reader.presenter().all(items).await?, next_cursor }))
}
