//! `POST /v1/programs/{id}/terms`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Id, Json, optional},
    problem::{Problem, WriteProblems},
    wire::{Cap, CustomerOffer, Reward, Strategy, Terms, TermsAcceptance},
};
use engine::{Error, TermsInput, need::WritePrograms, terms};
use serde::Deserialize;
use utoipa::ToSchema;
use words::{Invalid, ProgramId};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "rewards": [
        { "event": "sale", "kind": "percent", "rate_millionths": 200_000,
          "recurrence": { "kind": "recurring", "months": 12 } },
        { "event": "lead", "kind": "flat", "amount": 500, "recurrence": { "kind": "one_time" } }
    ],
    "hold_days": 30
}))]
pub(crate) struct PublishTerms {
    /// The program's first group, if absent.
    group_id: Option<String>,
    /// In the order in which they are tried.
    #[schema(min_items = 1, max_items = 50)]
    rewards: Vec<Reward>,
    /// `first_match`, if absent.
    strategy: Option<Strategy>,
    /// Days that a commission is held before it can be approved.
    #[schema(minimum = 0, maximum = 365)]
    hold_days: u32,
    #[serde(default)]
    #[schema(max_items = 10)]
    caps: Vec<Cap>,
    /// What earns more than this, in minor units, waits for a person after its hold. Nothing does, if absent.
    #[schema(minimum = 0)]
    auto_approve_max: Option<i64>,
    /// What customers get who come by a partner of the group; nothing, if absent.
    customer_offer: Option<CustomerOffer>,
    /// `by_publication`, if absent.
    acceptance: Option<TermsAcceptance>,
    /// Whether they also price what existing referrals bring from now on.
    #[serde(default)]
    applies_to_existing: bool,
}

/// Publish a group's terms
///
/// A new version. It prices the referrals that begin from now on; earlier ones keep theirs, unless `applies_to_existing`.
#[utoipa::path(
    post, path = "/v1/programs/{id}/terms", tag = "Programs", operation_id = "publish_terms",
    params(("id" = String, Path, description = "The program's id"), IdempotencyHeader),
    request_body = PublishTerms,
    responses((status = 201, description = "The new version", body = Terms), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn publish_terms(
    manager: Allowed<WritePrograms>,
    Id(program): Id<ProgramId>,
    Json { value, hash }: Json<PublishTerms>,
) -> Result<Answer<Terms>, Problem> {
    let rewards: Result<_, Invalid> = value.rewards.into_iter().map(Reward::read).collect();
    let input = TermsInput {
        group: optional("group_id", value.group_id.as_deref())?,
        rewards: rewards?,
        strategy: value.strategy.map(Into::into).unwrap_or_default(),
        hold_days: value.hold_days,
        caps: value.caps.into_iter().map(Into::into).collect(),
        auto_approve_max: value.auto_approve_max,
        customer_offer: value.customer_offer.map(Into::into),
        acceptance: value.acceptance.map_or_else(Default::default, Into::into),
        applies_to_existing: value.applies_to_existing,
    };
    let done =
        terms::publish(manager.engine(), &manager.permit(&hash), program, &input).await.map_err(as_sent)?;
    manager.presenter().created(done).await
}

/// The rate is called otherwise in the request.
fn as_sent(error: Error) -> Error {
    match error {
        Error::Invalid(Invalid { field: "rewards.rate", expected }) => {
            Error::Invalid(Invalid { field: "rewards.rate_millionths", expected })
        }
        error => error,
    }
}
