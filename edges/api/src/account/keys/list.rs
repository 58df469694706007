//! `GET /v1/keys`.

use crate::{
    access::Allowed,
    problem::{Problem, TeamProblems},
    wire::ListedKey,
};
use axum::Json;
use engine::{keys, need::ReadKeys};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct Keys {
    /// Oldest first, live and test, those that are over too.
    items: Vec<ListedKey>,
}

/// List the workspace's API keys
#[utoipa::path(
    get, path = "/v1/keys", tag = "People", operation_id = "list_keys",
    responses((status = 200, description = "The keys, without their secrets", body = Keys), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_keys(reader: Allowed<ReadKeys>) -> Result<Json<Keys>, Problem> {
    let workspace = reader.scope().workspace;
    let keys = reader.book().keys(workspace).await?;
    let makers = keys::makers(reader.engine(), workspace).await?;
    Ok(Json(Keys {
        items: keys.iter().map(|(key, used_at)| ListedKey::new(key, *used_at, &makers)).collect(),
    }))
}
