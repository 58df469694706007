//! `POST /v1/programs/{id}/policies`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Id, Json, optional},
    problem::{Problem, WriteProblems},
    wire::{Model, Policy},
};
use engine::PolicyInput;
use engine::need::WritePrograms;
use serde::Deserialize;
use utoipa::ToSchema;
use words::ProgramId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "model": "first_touch", "look_back_days": 60, "code_wins": true }))]
pub(crate) struct PublishPolicy {
    model: Model,
    #[schema(minimum = 1, maximum = 730)]
    look_back_days: u32,
    /// Whether a code used at the purchase wins outright over clicks.
    code_wins: bool,
    /// Now or later; now, if absent.
    #[schema(format = DateTime)]
    effective_from: Option<String>,
}

/// Publish an attribution policy
///
/// A new version. Conversions are decided by the version in force when they occurred; earlier versions
/// never change.
#[utoipa::path(
    post, path = "/v1/programs/{id}/policies", tag = "Programs", operation_id = "publish_policy",
    params(("id" = String, Path, description = "The program's id"), IdempotencyHeader),
    request_body = PublishPolicy,
    responses((status = 201, description = "The new version", body = Policy), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn publish_policy(
    manager: Allowed<WritePrograms>,
    Id(program): Id<ProgramId>,
    Json { value, hash }: Json<PublishPolicy>,
) -> Result<Answer<Policy>, Problem> {
    let input = PolicyInput {
        model: value.model.into(),
        look_back_days: value.look_back_days,
        code_wins: value.code_wins,
        effective_from: optional("effective_from", value.effective_from.as_deref())?,
    };
    let done = manager.engine().publish_policy(&manager.permit(&hash), program, &input).await?;
    Ok(Answer::created(done, Into::into))
}
