//! `GET /v1/programs/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{BudgetState, Group, Policy, Program, Terms},
};
use axum::Json;
use engine::need::ReadPrograms;
use engine::ports::Book;
use serde::Serialize;
use settlement::Rulebook;
use utoipa::ToSchema;
use words::{ProgramId, Scope};

/// A program with everything that decides and prices.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgramShown {
    program: Program,
    /// How its budget stands; null without one.
    budget_state: Option<BudgetState>,
    /// Every version.
    policies: Vec<Policy>,
    groups: Vec<Group>,
    /// Every version of every group.
    terms: Vec<TermsShown>,
}

/// A version of terms, also in words.
#[derive(Serialize, ToSchema)]
pub(crate) struct TermsShown {
    #[serde(flatten)]
    terms: Terms,
    /// As partners read them.
    explanation: Vec<String>,
}

/// Show a program with its policies, groups and terms
#[utoipa::path(
    get, path = "/v1/programs/{id}", tag = "Programs", operation_id = "get_program",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "The program", body = ProgramShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_program(
    reader: Allowed<ReadPrograms>,
    Id(id): Id<ProgramId>,
) -> Result<Json<ProgramShown>, Problem> {
    let rulebook = rulebook(reader.book(), reader.scope(), id).await?;
    let currency = rulebook.program.currency;
    let shown =
        |terms: program::Terms| TermsShown { explanation: terms.explain(currency), terms: terms.into() };
    let budget = reader.engine().budget_today(&rulebook).await?;
    Ok(Json(ProgramShown {
        budget_state: budget.map(|state| BudgetState::of(&state, currency)),
        program: rulebook.program.into(),
        policies: rulebook.policies.into_iter().map(Into::into).collect(),
        groups: rulebook.groups.into_iter().map(Into::into).collect(),
        terms: rulebook.terms.into_iter().map(shown).collect(),
    }))
}

/// The program with its rules, or the problem that there is none.
pub(in crate::admin) async fn rulebook(
    book: &dyn Book,
    scope: Scope,
    id: ProgramId,
) -> Result<Rulebook, Problem> {
    let rulebook = book.rulebook(scope, id).await?;
    rulebook.ok_or_else(|| Problem::absent("program", id))
}
