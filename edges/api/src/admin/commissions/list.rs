//! `GET /v1/commissions`.

use crate::{
    access::Allowed,
    intake::{Query, optional},
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    wire::{Commission, CommissionState},
};
use axum::Json;
use engine::need::ReadCommissions;
use engine::ports::CommissionFilter;
use serde::Deserialize;
use utoipa::IntoParams;

type CommissionList = List<Commission>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListCommissions {
    /// Only this program's.
    program_id: Option<String>,
    /// Only this partner's.
    partner_id: Option<String>,
    /// Only this conversion's.
    conversion_id: Option<String>,
    /// Only those in this state.
    state: Option<CommissionState>,
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
}

/// List commissions
#[utoipa::path(
    get, path = "/v1/commissions", tag = "Owed", operation_id = "list_commissions",
    params(ListCommissions),
    responses((status = 200, description = "Commissions, oldest first", body = CommissionList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_commissions(
    reader: Allowed<ReadCommissions>,
    Query(query): Query<ListCommissions>,
) -> Result<Json<CommissionList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let filter = CommissionFilter {
        program: optional("program_id", query.program_id.as_deref())?,
        enrolment: None,
        partner: optional("partner_id", query.partner_id.as_deref())?,
        conversion: optional("conversion_id", query.conversion_id.as_deref())?,
        state: query.state.map(Into::into),
    };
    let commissions = reader.book().commissions(reader.scope(), &filter, wanted.page()).await?;
    Ok(Json(wanted.list(commissions, |commission| commission.id, Into::into)))
}
