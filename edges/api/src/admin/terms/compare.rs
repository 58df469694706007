//! `GET /v1/programs/{id}/terms/difference`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{Id, Query, required},
    problem::{ListProblems, Problem},
    wire::{Compared, Differences},
};
use axum::Json;
use engine::need::ReadPrograms;
use program::terms_diff;
use words::{ProgramId, TermsId};

/// Say in words what changes from one version of terms to another
#[utoipa::path(
    get, path = "/v1/programs/{id}/terms/difference", tag = "Programs", operation_id = "compare_terms",
    params(("id" = String, Path, description = "The program's id"), Compared),
    responses((status = 200, description = "What changes", body = Differences), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn compare_terms(
    reader: Allowed<ReadPrograms>,
    Id(id): Id<ProgramId>,
    Query(query): Query<Compared>,
) -> Result<Json<Differences>, Problem> {
    let (from, to): (TermsId, TermsId) = (required("from", &query.from)?, required("to", &query.to)?);
    let rulebook = rulebook(reader.book(), reader.scope(), id).await?;
    let version = |id| {
        let found = rulebook.terms.iter().find(|version| version.id == id);
        found.ok_or_else(|| Problem::absent("terms", id))
    };
    let differences = terms_diff(version(from)?, version(to)?, rulebook.program.currency);
    Ok(Json(differences.into()))
}
