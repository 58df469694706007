//! `PATCH /v1/workspace`.

use super::Workspace;
use crate::{
    access::Allowed,
    intake,
    problem::{Problem, WriteProblems},
};
use axum::Json;
use engine::{need::WriteWorkspace, workspaces};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenameWorkspace {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
}

/// Rename the workspace
#[utoipa::path(
    patch, path = "/v1/workspace", tag = "People", operation_id = "rename_workspace",
    request_body = RenameWorkspace,
    responses((status = 200, description = "The workspace", body = Workspace), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn rename_workspace(
    owner: Allowed<WriteWorkspace>,
    intake::Json { value, hash }: intake::Json<RenameWorkspace>,
) -> Result<Json<Workspace>, Problem> {
    Ok(Json(workspaces::rename(owner.engine(), &owner.permit(&hash), &value.name).await?.into()))
}
