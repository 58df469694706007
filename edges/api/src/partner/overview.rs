//! `GET /v1/partner/overview`.

use crate::{
    access::AtPartner,
    admin::ShowOverview,
    intake::Query,
    problem::{PortalProblems, Problem},
    wire::Overview,
};
use axum::Json;

/// Show what one brought within a period
///
/// As the merchant's overview, for one's own links, leads, sales and commissions.
#[utoipa::path(
    get, path = "/v1/partner/overview", tag = "Portal", operation_id = "get_own_overview",
    params(ShowOverview),
    responses((status = 200, description = "The overview", body = Overview), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_own_overview(
    at: AtPartner,
    Query(query): Query<ShowOverview>,
) -> Result<Json<Overview>, Problem> {
    at.aside(move |at| async move {
        let portal = at.portal().await?;
        let overview = portal.overview(&query.input(portal.now())?).await?;
        at.presenter(&portal).json(overview).await
    })
    .await
}
