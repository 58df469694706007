//! `POST /v1/enrollments/transitions`.

use crate::{
    access::Allowed,
    admin::bulk::{Attempt, Outcomes, ids},
    intake,
    problem::{Problem, WriteProblems},
    state::Api,
    wire::Enrollment,
};
use axum::{Json, extract::State};
use engine::{enrollments, need::WritePartners};
use program::Step;
use serde::Deserialize;
use utoipa::ToSchema;
use words::EnrollmentId;

/// What the merchant does to enrollments. `approve`: applied or rejected ones take part. `reject`: what
/// was applied or invited. `suspend`: nothing that occurs is credited until `reinstate`, which also lifts a ban.
/// `ban`: as suspended, and what is pending is declined. `invite`: who left or was rejected is asked again.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MerchantStep {
    Approve,
    Reject,
    Suspend,
    Reinstate,
    Ban,
    Invite,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "action": "suspend", "enrollment_ids": ["enr_01kk8y7d00e6br2v9m5gq4t1hs"], "reason": "Bids on our brand name"
}))]
pub(crate) struct TransitionEnrollments {
    action: MerchantStep,
    /// At most 100.
    #[schema(min_items = 1, max_items = 100)]
    enrollment_ids: Vec<String>,
    /// The partner reads it. `reject`, `suspend` and `ban` need one.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Approve, reject, suspend, reinstate, ban or invite
///
/// Each enrollment has its own outcome. One that is so already stays as it is, so that no Idempotency-Key is
/// needed. Partners hear of an invitation, an approval and a rejection by letter.
#[utoipa::path(
    post, path = "/v1/enrollments/transitions", tag = "Partners", operation_id = "transition_enrollments",
    request_body = TransitionEnrollments,
    responses(
        (status = 200, description = "The outcome of each", body = Outcomes<Enrollment>), WriteProblems
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn transition_enrollments(
    State(api): State<Api>,
    manager: Allowed<WritePartners>,
    intake::Json { value, hash }: intake::Json<TransitionEnrollments>,
) -> Result<Json<Outcomes<Enrollment>>, Problem> {
    let step = Step::from(value.action);
    let reason = value.reason.as_deref();
    step.check_reason(reason).map_err(engine::Error::from)?;
    let permit = manager.permit(&hash);
    let mut items = Vec::new();
    for id in ids::<EnrollmentId>("enrollment_ids", &value.enrollment_ids)? {
        let done =
            enrollments::transition(manager.engine(), &permit, id, (step, reason), &api.public_url).await;
        items.push(Attempt::of(Some(id.to_string()), done)?);
    }
    Ok(Json(Outcomes { items: manager.presenter().all(items).await? }))
}

impl From<MerchantStep> for Step {
    fn from(step: MerchantStep) -> Self {
        match step {
            MerchantStep::Approve => Step::Approve,
            MerchantStep::Reject => Step::Reject,
            MerchantStep::Suspend => Step::Suspend,
            MerchantStep::Reinstate => Step::Reinstate,
            MerchantStep::Ban => Step::Ban,
            MerchantStep::Invite => Step::Invite,
        }
    }
}
