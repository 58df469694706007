//! `GET /v1/lead-forms/{id}`.

use crate::{
    access::Guest,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::logo_url,
};
use axum::Json;
use engine::submissions;
use serde::Serialize;
use utoipa::ToSchema;
use words::EnrollmentId;

/// What a partner's lead form shows everybody.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeadForm {
    #[schema(example = "enr_01kk8y7d00e6br2v9m5gq4t1hs")]
    id: String,
    program_name: String,
    /// Whose program it is: who reads what is submitted.
    workspace_name: String,
    /// Whose form it is.
    partner_name: String,
    /// What the merchant says of the program.
    description: Option<String>,
    /// The program's own color, as `#rrggbb`.
    color: Option<String>,
    /// Where its logo is, on this server; none without one.
    logo_url: Option<String>,
}

/// Show a partner's lead form
///
/// For everybody. Its id is that of the partner's enrollment. It is there while the program has lead forms and the
/// partner takes part.
#[utoipa::path(
    get, path = "/v1/lead-forms/{id}", tag = "People", operation_id = "get_lead_form",
    params(("id" = String, Path, description = "The enrollment's id")),
    responses((status = 200, description = "The form", body = LeadForm), ReadProblems),
    security(()),
)]
pub(crate) async fn get_lead_form(
    guest: Guest,
    Id(enrollment): Id<EnrollmentId>,
) -> Result<Json<LeadForm>, Problem> {
    let it = submissions::form(guest.engine(), enrollment).await?;
    Ok(Json(LeadForm {
        id: enrollment.to_string(),
        logo_url: logo_url(&it.program),
        program_name: it.program.name,
        workspace_name: it.workspace,
        partner_name: it.partner.display_name,
        description: it.program.description,
        color: it.program.color,
    }))
}
