//! `GET /v1/workspace`.

use super::Workspace;
use crate::{
    access::Allowed,
    problem::{Problem, ReadProblems},
};
use axum::Json;
use engine::need::ReadWorkspace;

/// Show the workspace
#[utoipa::path(
    get, path = "/v1/workspace", tag = "People", operation_id = "get_workspace",
    responses((status = 200, description = "The workspace", body = Workspace), ReadProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_workspace(reader: Allowed<ReadWorkspace>) -> Result<Json<Workspace>, Problem> {
    let id = reader.scope().workspace;
    let found = reader.book().workspace(id).await?;
    Ok(Json(found.ok_or_else(|| Problem::absent("workspace", id))?.into()))
}
