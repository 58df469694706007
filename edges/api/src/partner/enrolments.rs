//! `GET /v1/partner/enrolments`.

use super::page::WantedPage;
use crate::{
    access::AtPartner,
    intake::Query,
    list::{List, Wanted},
    problem::{PortalProblems, Problem},
    wire::Enrolment,
};
use axum::Json;

type EnrolmentList = List<Enrolment>;

/// List the programs one takes part in
#[utoipa::path(
    get, path = "/v1/partner/enrolments", tag = "Portal", operation_id = "list_own_enrolments",
    params(WantedPage),
    responses((status = 200, description = "Oldest first", body = EnrolmentList), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_own_enrolments(
    at: AtPartner,
    Query(query): Query<WantedPage>,
) -> Result<Json<EnrolmentList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let found = at.portal().await?.enrolments(wanted.page()).await?;
    Ok(Json(wanted.list(found, |item| item.id, Into::into)))
}
