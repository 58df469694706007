//! `POST /v1/keys/{id}/rotate`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, TeamProblems},
    wire::NewKey,
};
use axum::{Json, http::StatusCode};
use engine::{keys, need::WriteKeys};
use serde::Deserialize;
use utoipa::ToSchema;
use words::KeyId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RotateKey {
    /// How long the old key goes on beside the new one.
    #[schema(minimum = 0, maximum = 168, example = 24)]
    overlap_hours: u32,
}

/// Rotate an API key
///
/// The new key has the same name and scopes; it is shown this once.
#[utoipa::path(
    post, path = "/v1/keys/{id}/rotate", tag = "People", operation_id = "rotate_key",
    params(("id" = String, Path, description = "The key's id")),
    request_body = RotateKey,
    responses((status = 201, description = "The new key", body = NewKey), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn rotate_key(
    owner: Allowed<WriteKeys>,
    Id(id): Id<KeyId>,
    intake::Json { value, hash }: intake::Json<RotateKey>,
) -> Result<(StatusCode, Json<NewKey>), Problem> {
    let minted = keys::rotate(owner.engine(), &owner.permit(&hash), id, value.overlap_hours).await?;
    Ok((StatusCode::CREATED, Json(minted.into())))
}
