//! `DELETE /v1/keys/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, TeamProblems},
};
use axum::http::StatusCode;
use engine::{keys, need::WriteKeys};
use words::KeyId;

/// Revoke an API key
#[utoipa::path(
    delete, path = "/v1/keys/{id}", tag = "People", operation_id = "revoke_key",
    params(("id" = String, Path, description = "The key's id")),
    responses((status = 204, description = "It opens nothing any more"), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn revoke_key(owner: Allowed<WriteKeys>, Id(id): Id<KeyId>) -> Result<StatusCode, Problem> {
    keys::revoke(owner.engine(), &owner.permit(""), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
