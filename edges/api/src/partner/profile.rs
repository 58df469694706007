//! `GET /v1/partner/profile`.

use crate::{
    access::AtPartner,
    problem::{PortalProblems, Problem},
    wire::Partner,
};
use axum::Json;

/// Show one's own profile
#[utoipa::path(
    get, path = "/v1/partner/profile", tag = "Portal", operation_id = "show_own_profile",
    responses((status = 200, description = "The partner", body = Partner), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn show_own_profile(at: AtPartner) -> Result<Json<Partner>, Problem> {
    let portal = at.portal().await?;
    let profile = portal.profile().await?;
    Ok(Json(Partner::own(profile, portal.vault())))
}
