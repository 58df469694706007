//! `POST /v1/programs/{id}/lint`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::{Finding, PolicyRules, PriceExample, TermsDraft},
};
use axum::Json;
use engine::{Error, need::ReadPrograms, programs};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{Invalid, ProgramId};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "policy": { "model": "first_touch", "look_back_days": 60, "code_wins": true, "stand_down_seconds": 1800 }
}))]
pub(crate) struct LintRules {
    policy: Option<PolicyRules>,
    /// Each group once.
    #[serde(default)]
    terms: Vec<TermsDraft>,
}

/// What was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Findings {
    /// Empty: nothing that is probably not meant so.
    items: Vec<Finding>,
    /// The least, the middle and the greatest of the latest sales, and what each would earn under the terms as a
    /// customer's first.
    examples: Vec<PriceExample>,
}

/// Check rules before they are published
///
/// Finds rules that are dead, overlap, contradict each other or may cost more than they bring, each with a conversion
/// as an example; terms are tried on the latest 200 sales. Nothing is changed.
#[utoipa::path(
    post, path = "/v1/programs/{id}/lint", tag = "Programs", operation_id = "lint_rules",
    params(("id" = String, Path, description = "The program's id")),
    request_body = LintRules,
    responses((status = 200, description = "What was found", body = Findings), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn lint_rules(
    reader: Allowed<ReadPrograms>,
    Id(program): Id<ProgramId>,
    intake::Json { value, hash }: intake::Json<LintRules>,
) -> Result<Json<Findings>, Problem> {
    let terms: Result<Vec<_>, Invalid> = value.terms.into_iter().map(TermsDraft::read).collect();
    let (policy, terms) = (value.policy.map(Into::into), terms.map_err(Error::from)?);
    let permit = reader.permit(&hash);
    let linted = programs::lint(reader.engine(), &permit, program, policy.as_ref(), &terms).await?;
    Ok(Json(Findings {
        items: linted.found.into_iter().map(Into::into).collect(),
        examples: linted.examples.into_iter().map(Into::into).collect(),
    }))
}
