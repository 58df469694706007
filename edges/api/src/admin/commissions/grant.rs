//! `POST /v1/commissions`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Json, required},
    problem::{Problem, WriteProblems},
    wire::Commission,
};
use engine::{GrantInput, commissions, need::WriteCommissions};
use serde::Deserialize;
use utoipa::ToSchema;

/// `bonus` gives. `adjustment` puts right what was earned, and may take.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Granting {
    Bonus,
    Adjustment,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "enrollment_id": "enr_01kk8y7d00e6br2v9m5gq4t1hs", "event": "bonus", "amount": 10_000,
    "reason": "Ten new customers in the first month"
}))]
pub(crate) struct GrantCommission {
    enrollment_id: String,
    event: Granting,
    /// Minor units of the program's currency; negative to take, which only an adjustment may.
    amount: i64,
    /// What for. The partner reads it.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Grant a partner a bonus or an adjustment
///
/// It rests on no conversion, is approved at once, and stands in the next statement.
#[utoipa::path(
    post, path = "/v1/commissions", tag = "Owed", operation_id = "grant_commission",
    params(IdempotencyHeader),
    request_body = GrantCommission,
    responses((status = 201, description = "The commission", body = Commission), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn grant_commission(
    finance: Allowed<WriteCommissions>,
    Json { value, hash }: Json<GrantCommission>,
) -> Result<Answer<Commission>, Problem> {
    let input = GrantInput {
        enrollment: required("enrollment_id", &value.enrollment_id)?,
        event: match value.event {
            Granting::Bonus => program::Event::Bonus,
            Granting::Adjustment => program::Event::Adjustment,
        },
        amount: value.amount,
        reason: value.reason,
    };
    let done = commissions::grant(finance.engine(), &finance.permit(&hash), &input).await?;
    finance.presenter().created(done).await
}
