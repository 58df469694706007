//! `GET /v1/programs/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{BudgetState, Group, Policy, Program, Terms},
};
use axum::Json;
use engine::{budget, need::ReadPrograms, ports::Book};
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
    let budget = budget::today(reader.engine(), &rulebook).await?;
    let presenter = reader.presenter();

    let explanations: Vec<_> = rulebook.terms.iter().map(|terms| terms.explain(currency)).collect();
    let terms = presenter.all(rulebook.terms).await?.into_iter().zip(explanations);
    let terms = terms.map(|(terms, explanation)| TermsShown { terms, explanation }).collect();
    Ok(Json(ProgramShown {
        budget_state: budget.map(|state| BudgetState::of(&state, currency)),
        program: rulebook.program.into(),
        policies: presenter.all(rulebook.policies).await?,
        groups: presenter.all(rulebook.groups).await?,
        terms,
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
