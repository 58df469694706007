//! `GET /v1/disputes/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::Dispute,
};
use axum::Json;
use engine::{disputes, need::ReadCommissions};
use words::DisputeId;

/// Show a dispute
///
/// With its history, and what had been decided when it was opened and when it was settled.
#[utoipa::path(
    get, path = "/v1/disputes/{id}", tag = "Disputes", operation_id = "get_dispute",
    params(("id" = String, Path, description = "The dispute's id")),
    responses((status = 200, description = "The dispute", body = Dispute), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_dispute(
    reader: Allowed<ReadCommissions>,
    Id(id): Id<DisputeId>,
) -> Result<Json<Dispute>, Problem> {
    let dispute = disputes::get(reader.engine(), &reader.permit(""), id).await?;
    reader.presenter().json(dispute).await
}
