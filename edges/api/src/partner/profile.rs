//! `/v1/partner/profile`.

use crate::{
    access::AtPartner,
    intake::{self, present_text},
    problem::{PortalProblems, Problem, WriteProblems},
    wire::Partner,
};
use axum::Json;
use engine::ProfileChange;
use serde::Deserialize;
use utoipa::ToSchema;

/// Show one's own profile
#[utoipa::path(
    get, path = "/v1/partner/profile", tag = "Portal", operation_id = "get_own_profile",
    responses((status = 200, description = "The partner", body = Partner), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_own_profile(at: AtPartner) -> Result<Json<Partner>, Problem> {
    let portal = at.portal().await?;
    let profile = portal.profile().await?;
    Ok(Json(Partner::own(profile, portal.vault())))
}

/// What is absent stays as it is; null takes away. The address is the merchant's to change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "display_name": "Ada's blog", "website": "https://ada.example/" }))]
pub(crate) struct UpdateProfile {
    #[schema(min_length = 1, max_length = 120)]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 120)]
    company: Option<Option<String>>,
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>)]
    website: Option<Option<String>>,
}

/// Change one's own profile
#[utoipa::path(
    patch, path = "/v1/partner/profile", tag = "Portal", operation_id = "update_own_profile",
    request_body = UpdateProfile,
    responses((status = 200, description = "The partner", body = Partner), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn update_own_profile(
    at: AtPartner,
    intake::Json { value, .. }: intake::Json<UpdateProfile>,
) -> Result<Json<Partner>, Problem> {
    let portal = at.portal().await?;
    let UpdateProfile { display_name, company, website } = value;
    let profile = portal.update_profile(&ProfileChange { display_name, company, website }).await?;
    Ok(Json(Partner::own(profile, portal.vault())))
}
