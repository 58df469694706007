//! `GET /v1/partner/conversions/{id}/explanation`.

use crate::{
    access::AtPartner,
    intake::Id,
    problem::{PortalProblems, Problem},
    wire::Explanation,
};
use axum::Json;
use words::ConversionId;

/// Explain why one was, or was not, credited for a conversion
///
/// In the merchant's words; other partners are not named, and what they earned is left out. Only conversions in
/// which one's own evidence was weighed are there.
#[utoipa::path(
    get, path = "/v1/partner/conversions/{id}/explanation", tag = "Portal",
    operation_id = "explain_own_conversion",
    params(("id" = String, Path, description = "The conversion's id")),
    responses((status = 200, description = "The explanation", body = Explanation), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn explain_own_conversion(
    at: AtPartner,
    Id(id): Id<ConversionId>,
) -> Result<Json<Explanation>, Problem> {
    at.aside(move |at| async move { Ok(Json(at.portal().await?.explanation(id).await?.into())) }).await
}
