//! `GET /v1/conversions`.

use crate::{
    access::Allowed,
    intake::{Query, optional},
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    wire::{Conversion, Kind},
};
use axum::Json;
use engine::need::ReadConversions;
use engine::ports::ConversionFilter;
use serde::Deserialize;
use utoipa::IntoParams;

type ConversionList = List<Conversion>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListConversions {
    /// Only this program's.
    program_id: Option<String>,
    /// Only this kind.
    kind: Option<Kind>,
    /// Only this customer's, by our id.
    customer_id: Option<String>,
    /// Only with this id of yours: an order or invoice number.
    external_id: Option<String>,
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
}

/// List conversions
#[utoipa::path(
    get, path = "/v1/conversions", tag = "Credit", operation_id = "list_conversions",
    params(ListConversions),
    responses(
        (status = 200, description = "Conversions in the order of their recording", body = ConversionList),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_conversions(
    reader: Allowed<ReadConversions>,
    Query(query): Query<ListConversions>,
) -> Result<Json<ConversionList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let filter = ConversionFilter {
        program: optional("program_id", query.program_id.as_deref())?,
        kind: query.kind.map(Into::into),
        customer: optional("customer_id", query.customer_id.as_deref())?,
        external_id: query.external_id,
    };
    let conversions = reader.book().conversions(reader.scope(), &filter, wanted.page()).await?;
    Ok(Json(wanted.list(conversions, |conversion| conversion.id, Into::into)))
}
