//! `GET /v1/partners`.

use crate::{
    access::Allowed,
    intake::Query,
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    wire::Partner,
};
use axum::Json;
use engine::need::ReadPartners;
use serde::Deserialize;
use utoipa::IntoParams;

type PartnerList = List<Partner>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListPartners {
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List partners
#[utoipa::path(
    get, path = "/v1/partners", tag = "Partners", operation_id = "list_partners",
    params(ListPartners),
    responses((status = 200, description = "Partners, oldest first", body = PartnerList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_partners(
    reader: Allowed<ReadPartners>,
    Query(query): Query<ListPartners>,
) -> Result<Json<PartnerList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let partners = reader.book().partners(reader.scope(), wanted.page()).await?;
    let view = |partner| Partner::open(partner, reader.engine().vault());
    Ok(Json(wanted.list(partners, |partner| partner.id, view)))
}
