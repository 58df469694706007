//! `POST /v1/corrections/{id}/revoke`.

use crate::{
    access::Allowed,
    intake::{Id, Nothing},
    problem::{Problem, WriteProblems},
    wire::Correction,
};
use axum::Json;
use engine::{corrections, need::WriteConversions};
use words::CorrectionId;

/// Take a correction back
///
/// The evidence decides again. One that is taken back already stays as it is. No body is needed.
#[utoipa::path(
    post, path = "/v1/corrections/{id}/revoke", tag = "Credit", operation_id = "revoke_correction",
    params(("id" = String, Path, description = "The correction's id")),
    responses((status = 200, description = "The correction", body = Correction), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn revoke_correction(
    manager: Allowed<WriteConversions>,
    Id(id): Id<CorrectionId>,
    Nothing { hash }: Nothing,
) -> Result<Json<Correction>, Problem> {
    let correction = corrections::take_back(manager.engine(), &manager.permit(&hash), id).await?;
    manager.presenter().json(correction).await
}
