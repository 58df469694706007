//! `POST /v1/programs/{id}/policies`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Id, Json, optional, text},
    problem::{Problem, WriteProblems},
    wire::{Model, Policy, half_life_days, refuses_own_company, rules_of},
};
use engine::{PolicyInput, need::WritePrograms, policies};
use serde::Deserialize;
use utoipa::ToSchema;
use words::ProgramId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "model": "first_touch", "look_back_days": 60, "code_wins": true }))]
pub(crate) struct PublishPolicy {
    model: Model,
    /// For time decay: after how many days a touch weighs half. 7, if absent.
    #[serde(default = "half_life_days")]
    #[schema(minimum = 1, maximum = 365)]
    half_life_days: u32,
    /// A touch older than this at the conversion is not eligible.
    #[schema(minimum = 1, maximum = 730)]
    look_back_days: u32,
    /// A click that came later than this before the conversion is not eligible. 0, if absent.
    #[serde(default)]
    #[schema(maximum = 86400)]
    click_to_conversion_seconds: u32,
    /// A click that came later than this before the conversion does not displace another partner's earlier touch. 0,
    /// if absent.
    #[serde(default)]
    #[schema(maximum = 604800)]
    stand_down_seconds: u32,
    /// Whether a code used at the purchase wins outright over other evidence of the customer's way.
    code_wins: bool,
    /// Whether a code counts only for customers whom its owner led in another way too. No, if absent.
    #[serde(default)]
    code_owner_only: bool,
    /// Whether clicks count only where the visitor consented. No, if absent.
    #[serde(default)]
    consent_required: bool,
    /// Whether a touch counts only if the customer had not bought before it. No, if absent.
    #[serde(default)]
    new_customers_only: bool,
    /// Whether what a customer does later is credited like their first credited conversion. No, if absent.
    #[serde(default)]
    keeps_bond: bool,
    /// Whether a partner earns nothing for customers of their own company: those with an address at the same domain, unless
    /// it is a mailbox provider's, a relay's or a university's. Yes, if absent.
    #[serde(default = "refuses_own_company")]
    refuses_own_company: bool,
    /// Domains that strangers share, which make nobody a colleague: at most 100. None, if absent.
    #[serde(default)]
    ignored_domains: Vec<String>,
    /// Whether a click that only a browser reported counts before an event of your server names it. Anybody who reads your
    /// pages' source can then take credit for future customers, and earn what leads are rewarded with. No, if absent.
    #[serde(default)]
    trusts_browsers: bool,
    /// Now or later; now, if absent.
    #[schema(format = DateTime)]
    #[serde(default, deserialize_with = "text")]
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
        rules: rules_of!(value),
        effective_from: optional("effective_from", value.effective_from.as_deref())?,
    };
    let done = policies::publish(manager.engine(), &manager.permit(&hash), program, &input).await?;
    manager.presenter().created(done).await
}
