//! `GET /v1/programs/{id}/profile`.

use crate::{
    access::Guest,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{Applications, LeadForms, logo_url},
};
use axum::Json;
use engine::enrollments;
use serde::Serialize;
use utoipa::ToSchema;
use words::ProgramId;

/// What a program shows everybody.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgramProfile {
    id: String,
    name: String,
    /// Whose program it is.
    workspace_name: String,
    /// What the merchant says of it.
    description: Option<String>,
    /// The program's own color, as `#rrggbb`.
    color: Option<String>,
    /// Where its logo is, on this server; none without one.
    logo_url: Option<String>,
    currency: String,
    applications: Applications,
    lead_forms: LeadForms,
    /// The latest terms of the group that newcomers join, in plain words.
    terms: Vec<String>,
}

/// Show what a program says of itself
///
/// For everybody. A program that takes no applications shows neither description nor terms; one of test data is not there.
#[utoipa::path(
    get, path = "/v1/programs/{id}/profile", tag = "People", operation_id = "get_program_profile",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "The program", body = ProgramProfile), ReadProblems),
    security(()),
)]
pub(crate) async fn get_program_profile(
    guest: Guest,
    Id(program): Id<ProgramId>,
) -> Result<Json<ProgramProfile>, Problem> {
    let it = enrollments::program_profile(guest.engine(), program).await?;
    Ok(Json(ProgramProfile {
        id: it.program.id.to_string(),
        logo_url: logo_url(&it.program),
        name: it.program.name,
        workspace_name: it.workspace,
        description: it.program.description,
        color: it.program.color,
        currency: it.program.currency.code().to_owned(),
        applications: it.program.applications.into(),
        lead_forms: it.program.lead_forms.into(),
        terms: it.terms,
    }))
}
