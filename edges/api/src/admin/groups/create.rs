//! `POST /v1/programs/{id}/groups`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Id, Json},
    problem::{Problem, WriteProblems},
    wire::Group,
};
use engine::{groups, need::WritePrograms};
use serde::Deserialize;
use utoipa::ToSchema;
use words::ProgramId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Gold" }))]
pub(crate) struct NameGroup {
    /// Unlike the program's other groups'.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
}

/// Create a group of partners
///
/// Its partners earn once it has terms.
#[utoipa::path(
    post, path = "/v1/programs/{id}/groups", tag = "Programs", operation_id = "create_group",
    params(("id" = String, Path, description = "The program's id"), IdempotencyHeader),
    request_body = NameGroup,
    responses((status = 201, description = "The group", body = Group), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_group(
    manager: Allowed<WritePrograms>,
    Id(program): Id<ProgramId>,
    Json { value, hash }: Json<NameGroup>,
) -> Result<Answer<Group>, Problem> {
    let done = groups::create(manager.engine(), &manager.permit(&hash), program, &value.name).await?;
    manager.presenter().created(done).await
}
