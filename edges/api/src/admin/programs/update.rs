//! `PATCH /v1/programs/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id, present, present_text},
    problem::{Problem, WriteProblems},
    wire::{Applications, Budget, Clawback, DisputeRules, LeadForms, Program, StatementSchedule, Utm},
};
use axum::Json;
use engine::{ProgramChange, need::WritePrograms, programs};
use serde::Deserialize;
use utoipa::ToSchema;
use words::ProgramId;

/// What is absent stays as it is; null takes away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Friends of Acme", "applications": "by_approval" }))]
pub(crate) struct UpdateProgram {
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Every link must still lead to one of them.
    #[schema(min_items = 1, max_items = 100)]
    allowed_domains: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>)]
    fallback_url: Option<Option<String>>,
    utm: Option<Utm>,
    applications: Option<Applications>,
    /// What you say of the program to everybody.
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2000)]
    description: Option<Option<String>>,
    /// The program's own color on its pages.
    #[serde(default, deserialize_with = "present_text")]
    #[schema(value_type = Option<String>, example = "#1a7f5a")]
    color: Option<Option<String>>,
    /// Whether partners read each other's names where a credit is explained.
    names_partners: Option<bool>,
    /// Whether ids with the same verified e-mail address are one customer: evidence and purchases of each count for all.
    joins_customers: Option<bool>,
    lead_forms: Option<LeadForms>,
    disputes: Option<DisputeRules>,
    /// What the program spends at most.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Budget>)]
    budget: Option<Option<Budget>>,
    statement_schedule: Option<StatementSchedule>,
    clawback: Option<Clawback>,
    /// True makes it the default of events that name no program, in place of the one that is.
    is_default: Option<bool>,
}

/// Change a program
#[utoipa::path(
    patch, path = "/v1/programs/{id}", tag = "Programs", operation_id = "update_program",
    params(("id" = String, Path, description = "The program's id")),
    request_body = UpdateProgram,
    responses((status = 200, description = "The program", body = Program), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn update_program(
    manager: Allowed<WritePrograms>,
    Id(id): Id<ProgramId>,
    intake::Json { value, hash }: intake::Json<UpdateProgram>,
) -> Result<Json<Program>, Problem> {
    let change = ProgramChange {
        name: value.name,
        allowed_domains: value.allowed_domains,
        fallback_url: value.fallback_url,
        utm: value.utm.map(Into::into),
        applications: value.applications.map(Into::into),
        description: value.description,
        color: value.color,
        names_partners: value.names_partners,
        joins_customers: value.joins_customers,
        lead_forms: value.lead_forms.map(Into::into),
        disputes: value.disputes.map(Into::into),
        budget: value.budget.map(|budget| budget.map(Into::into)),
        statement_schedule: value.statement_schedule.map(Into::into),
        clawback: value.clawback.map(Into::into),
        is_default: value.is_default,
    };
    let done = programs::update(manager.engine(), &manager.permit(&hash), id, &change).await?;
    Ok(Json(done.value.into()))
}
