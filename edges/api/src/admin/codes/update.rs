//! `PATCH /v1/codes/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::Code,
};
use axum::Json;
use engine::need::WriteLinks;
use serde::Deserialize;
use utoipa::ToSchema;
use words::CodeId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "leaked": true }))]
pub(crate) struct UpdateCode {
    /// Whether strangers know the code, on coupon pages say: from now on it counts only for customers whom its owner
    /// led in another way too.
    leaked: bool,
}

/// Mark a code as leaked, or not leaked
#[utoipa::path(
    patch, path = "/v1/codes/{id}", tag = "Partners", operation_id = "update_code",
    params(("id" = String, Path, description = "The code's id")),
    request_body = UpdateCode,
    responses((status = 200, description = "The code", body = Code), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn update_code(
    manager: Allowed<WriteLinks>,
    Id(id): Id<CodeId>,
    intake::Json { value, hash }: intake::Json<UpdateCode>,
) -> Result<Json<Code>, Problem> {
    let done = manager.engine().mark_code_leaked(&manager.permit(&hash), id, value.leaked).await?;
    Ok(Json(done.into()))
}
