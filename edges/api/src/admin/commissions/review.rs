//! `POST /v1/commissions/transitions`.

use crate::{
    access::Allowed,
    admin::bulk::{Attempt, Outcomes, ids},
    intake,
    problem::{Problem, WriteProblems},
    wire::Commission,
};
use axum::Json;
use engine::{Error, commissions, need::WriteCommissions};
use serde::Deserialize;
use utoipa::ToSchema;
use words::{CommissionId, Invalid};

/// `approve` ends the hold now. `decline`: it is not owed. `reinstate`: a declined one is owed after all.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    Approve,
    Decline,
    Reinstate,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "verdict": "decline", "commission_ids": ["com_01kk8y7d00e6br2v9m5gq4t1hs"], "reason": "A test order"
}))]
pub(crate) struct ReviewCommissions {
    verdict: Verdict,
    /// At most 100.
    #[schema(min_items = 1, max_items = 100)]
    commission_ids: Vec<String>,
    /// The partner reads it. `decline` needs one, the others take none.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Approve, decline or reinstate commissions
///
/// Each has its own outcome. One that is so already stays as it is, so that no Idempotency-Key is needed. What a
/// statement shows cannot be declined. A declined commission still counts against caps and limits, so that
/// declining one changes no other.
#[utoipa::path(
    post, path = "/v1/commissions/transitions", tag = "Owed", operation_id = "transition_commissions",
    request_body = ReviewCommissions,
    responses(
        (status = 200, description = "The outcome of each", body = Outcomes<Commission>), WriteProblems
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn transition_commissions(
    finance: Allowed<WriteCommissions>,
    intake::Json { value, hash }: intake::Json<ReviewCommissions>,
) -> Result<Json<Outcomes<Commission>>, Problem> {
    let verdict = match (value.verdict, value.reason) {
        (Verdict::Decline, reason) => {
            commission::Verdict::Decline { reason: reason.unwrap_or_default(), by: None }
        }
        (_, Some(_)) => {
            return Err(Error::from(Invalid::new("reason", "none, unless commissions are declined")).into());
        }
        (Verdict::Approve, None) => commission::Verdict::Approve,
        (Verdict::Reinstate, None) => commission::Verdict::Reinstate,
    };
    verdict.check().map_err(Error::from)?;
    let permit = finance.permit(&hash);
    let mut items = Vec::new();
    for id in ids::<CommissionId>("commission_ids", &value.commission_ids)? {
        let done = commissions::review(finance.engine(), &permit, id, &verdict).await;
        items.push(Attempt::of(Some(id.to_string()), done)?);
    }
    Ok(Json(Outcomes { items: finance.presenter().all(items).await? }))
}
