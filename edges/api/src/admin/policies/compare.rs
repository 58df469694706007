//! `GET /v1/programs/{id}/policies/difference`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{Id, Query, required},
    problem::{ListProblems, Problem},
    wire::{Compared, Differences},
};
use axum::Json;
use engine::need::ReadPrograms;
use program::policy_diff;
use words::{PolicyId, ProgramId};

/// Say in words what changes from one version of the attribution policy to another
#[utoipa::path(
    get, path = "/v1/programs/{id}/policies/difference", tag = "Programs", operation_id = "compare_policies",
    params(("id" = String, Path, description = "The program's id"), Compared),
    responses((status = 200, description = "What changes", body = Differences), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn compare_policies(
    reader: Allowed<ReadPrograms>,
    Id(id): Id<ProgramId>,
    Query(query): Query<Compared>,
) -> Result<Json<Differences>, Problem> {
    let (from, to): (PolicyId, PolicyId) = (required("from", &query.from)?, required("to", &query.to)?);
    let rulebook = rulebook(reader.book(), reader.scope(), id).await?;
    let version = |id| {
        let found = rulebook.policies.iter().find(|version| version.id == id);
        found.ok_or_else(|| Problem::absent("policy", id))
    };
    let differences = policy_diff(version(from)?, version(to)?);
    Ok(Json(differences.into()))
}
