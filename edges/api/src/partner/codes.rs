//! `GET /v1/partner/codes`.

use super::page::WantedPage;
use crate::{
    access::AtPartner,
    intake::Query,
    list::{List, Wanted},
    problem::{PortalProblems, Problem},
    wire::Code,
};
use axum::Json;

type CodeList = List<Code>;

/// List one's own codes
#[utoipa::path(
    get, path = "/v1/partner/codes", tag = "Portal", operation_id = "list_own_codes",
    params(WantedPage),
    responses((status = 200, description = "Oldest first", body = CodeList), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_own_codes(
    at: AtPartner,
    Query(query): Query<WantedPage>,
) -> Result<Json<CodeList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let found = at.portal().await?.codes(wanted.page()).await?;
    Ok(Json(wanted.list(found, |item| item.id, Into::into)))
}
