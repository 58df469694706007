//! `PATCH /v1/partners/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id, present_text},
    problem::{Problem, WriteProblems},
    wire::Partner,
};
use axum::Json;
use engine::{PartnerChange, need::WritePartners, partners};
use serde::Deserialize;
use utoipa::ToSchema;
use words::PartnerId;

/// What is absent stays as it is; null takes away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "company": "Ada Ltd", "notes": "Met at the fair" }))]
pub(crate) struct UpdatePartner {
    #[schema(min_length = 1, max_length = 120)]
    display_name: Option<String>,
    /// Kept encrypted. Whether past sales were self-referrals is decided again.
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 120)]
    company: Option<Option<String>>,
    /// Kept encrypted.
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>)]
    website: Option<Option<String>>,
    /// Kept encrypted; the partner never sees them.
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    notes: Option<Option<String>>,
}

/// Change what is known of a partner
#[utoipa::path(
    patch, path = "/v1/partners/{id}", tag = "Partners", operation_id = "update_partner",
    params(("id" = String, Path, description = "The partner's id")),
    request_body = UpdatePartner,
    responses((status = 200, description = "The partner", body = Partner), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn update_partner(
    manager: Allowed<WritePartners>,
    Id(id): Id<PartnerId>,
    intake::Json { value, hash }: intake::Json<UpdatePartner>,
) -> Result<Json<Partner>, Problem> {
    let UpdatePartner { display_name, email, company, website, notes } = value;
    let change = PartnerChange { display_name, email, company, website, notes };
    let partner = partners::update(manager.engine(), &manager.permit(&hash), id, &change).await?;
    Ok(Json(Partner::open(partner, manager.engine().vault())))
}
