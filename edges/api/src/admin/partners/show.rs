//! `GET /v1/partners/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    list::LIMIT_MAX,
    problem::{Problem, ReadProblems},
    wire::{Enrollment, Partner},
};
use axum::Json;
use engine::need::ReadPartners;
use engine::ports::Page;
use serde::Serialize;
use utoipa::ToSchema;
use words::PartnerId;

/// A partner with the programs they take part in.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartnerShown {
    partner: Partner,
    /// At most 200, oldest first.
    enrollments: Vec<Enrollment>,
}

/// Show a partner with their enrollments
#[utoipa::path(
    get, path = "/v1/partners/{id}", tag = "Partners", operation_id = "get_partner",
    params(("id" = String, Path, description = "The partner's id")),
    responses((status = 200, description = "The partner", body = PartnerShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_partner(
    reader: Allowed<ReadPartners>,
    Id(id): Id<PartnerId>,
) -> Result<Json<PartnerShown>, Problem> {
    let (book, scope) = (reader.book(), reader.scope());
    let partner = book.partner(scope, id).await?.ok_or_else(|| Problem::absent("partner", id))?;
    let page = Page { after: None, limit: LIMIT_MAX };
    let enrollments = book.enrollments(scope, None, Some(id), page).await?;
    Ok(Json(PartnerShown {
        partner: Partner::open(partner, reader.engine().vault()),
        enrollments: reader.presenter().all(enrollments).await?,
    }))
}
