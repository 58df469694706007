//! `GET /v1/key`.

use crate::{
    access::Known,
    problem::{Problem, ReadProblems},
    state::Api,
    wire::{KeyKind, Mode},
};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// An API key, without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct Key {
    #[schema(example = "key_01kk8y7d00e6br2v9m5gq4t1hs")]
    id: String,
    workspace_id: String,
    mode: Mode,
    kind: KeyKind,
    name: String,
    /// Its first characters, by which people tell keys apart.
    hint: String,
    /// What a secret key may do, like `links:write` or `*:read`.
    scopes: Vec<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

/// Show the key that asks
#[utoipa::path(
    get, path = "/v1/key", tag = "Feed", operation_id = "show_key",
    responses((status = 200, description = "The key", body = Key), ReadProblems),
    security(("api_key" = [])),
)]
pub(crate) async fn show_key(_: State<Api>, Known(access): Known) -> Result<Json<Key>, Problem> {
    let key = access.key().ok_or_else(|| Problem::absent("key", "of this session"))?;
    Ok(Json(Key {
        id: key.id.to_string(),
        workspace_id: key.scope.workspace.to_string(),
        mode: key.scope.mode.into(),
        kind: key.kind.into(),
        name: key.name.clone(),
        hint: key.hint.clone(),
        scopes: key.allows.iter().map(ToString::to_string).collect(),
        created_at: key.created_at.to_string(),
    }))
}
