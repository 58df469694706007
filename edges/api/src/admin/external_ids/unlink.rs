//! `DELETE /v1/external-ids/{id}`.

use crate::{
    access::Linker,
    intake::Id,
    problem::{Problem, WriteProblems},
};
use axum::http::StatusCode;
use engine::external_ids;
use words::ExternalIdId;

/// Unlink an external id
///
/// The record of the other system names nothing any more, and may be linked to another object. You need the scope or role
/// that may write the object.
#[utoipa::path(
    delete, path = "/v1/external-ids/{id}", tag = "Integrations", operation_id = "unlink_external_id",
    params(("id" = String, Path, description = "The id of the external id, `ext_…`")),
    responses((status = 204, description = "It is unlinked"), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn unlink_external_id(
    writer: Linker,
    Id(id): Id<ExternalIdId>,
) -> Result<StatusCode, Problem> {
    external_ids::unlink(writer.engine(), writer.access(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
