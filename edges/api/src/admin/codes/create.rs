//! `POST /v1/codes`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Json, required},
    problem::{Problem, WriteProblems},
    wire::{Code, CodeOffer},
};
use engine::{CodeInput, codes, need::WriteLinks};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs", "partner_id": "prt_01kk8y7d00e6br2v9m5gq4t1hs",
    "code": "ADA20"
}))]
pub(crate) struct CreateCode {
    program_id: String,
    partner_id: String,
    /// 1 to 40 characters beside blanks, such as `10%OFF` or `DANKEFÜR100`; no comma, no semicolon. Blanks are left out and
    /// lower case is read as upper case: `ada 20` is `ADA20`. Unique within the program.
    #[schema(min_length = 1)]
    code: String,
    /// What it gives whoever uses it: what the terms say, if absent.
    customer_offer: Option<CodeOffer>,
}

/// Create a code for a partner
#[utoipa::path(
    post, path = "/v1/codes", tag = "Partners", operation_id = "create_code",
    params(IdempotencyHeader),
    request_body = CreateCode,
    responses((status = 201, description = "The code", body = Code), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_code(
    manager: Allowed<WriteLinks>,
    Json { value, hash }: Json<CreateCode>,
) -> Result<Answer<Code>, Problem> {
    let input = CodeInput {
        program: required("program_id", &value.program_id)?,
        partner: required("partner_id", &value.partner_id)?,
        code: value.code,
        customer_offer: value.customer_offer.map(Into::into).unwrap_or_default(),
    };
    let done = codes::create(manager.engine(), &manager.permit(&hash), &input).await?;
    manager.presenter().created(done).await
}
