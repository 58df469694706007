//! `PATCH /v1/groups/{id}`.

use super::create::NameGroup;
use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::Group,
};
use axum::Json;
use engine::{groups, need::WritePrograms};
use words::GroupId;

/// Rename a group
#[utoipa::path(
    patch, path = "/v1/groups/{id}", tag = "Programs", operation_id = "rename_group",
    params(("id" = String, Path, description = "The group's id")),
    request_body = NameGroup,
    responses((status = 200, description = "The group", body = Group), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn rename_group(
    manager: Allowed<WritePrograms>,
    Id(id): Id<GroupId>,
    intake::Json { value, hash }: intake::Json<NameGroup>,
) -> Result<Json<Group>, Problem> {
    let done = groups::rename(manager.engine(), &manager.permit(&hash), id, &value.name).await?;
    manager.presenter().json(done.value).await
}
