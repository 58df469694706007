//! `PATCH /v1/codes/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::{Code, CodeOffer},
};
use axum::Json;
use engine::{CodeChange, codes, need::WriteLinks};
use serde::Deserialize;
use utoipa::ToSchema;
use words::CodeId;

/// What is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "leaked": true }))]
pub(crate) struct UpdateCode {
    /// Whether strangers know the code, on coupon pages say: from now on it counts only for customers whom its owner
    /// led in another way too.
    leaked: Option<bool>,
    /// What it gives whoever uses it.
    customer_offer: Option<CodeOffer>,
}

/// Change what a code counts for, or gives
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
    let UpdateCode { leaked, customer_offer } = value;
    let change = CodeChange { leaked, customer_offer: customer_offer.map(Into::into) };
    let code = codes::update(manager.engine(), &manager.permit(&hash), id, &change).await?;
    manager.presenter().json(code).await
}
