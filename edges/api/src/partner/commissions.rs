//! `GET /v1/partner/commissions`.

use crate::{
    access::AtPartner,
    intake::Query,
    list::{List, Wanted},
    problem::{PortalProblems, Problem},
    wire::{Commission, CommissionState},
};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

type CommissionList = List<Commission>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListOwnCommissions {
    /// Only those in this state.
    state: Option<CommissionState>,
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
}

/// List one's own commissions
#[utoipa::path(
    get, path = "/v1/partner/commissions", tag = "Portal", operation_id = "list_own_commissions",
    params(ListOwnCommissions),
    responses((status = 200, description = "Oldest first", body = CommissionList), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_own_commissions(
    at: AtPartner,
    Query(query): Query<ListOwnCommissions>,
) -> Result<Json<CommissionList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let found = at.portal().await?.commissions(query.state.map(Into::into), wanted.page()).await?;
    Ok(Json(wanted.list(found, |commission| commission.id, Into::into)))
}
