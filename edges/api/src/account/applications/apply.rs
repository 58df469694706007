//! `POST /v1/programs/{id}/applications`.

use crate::{
    access::Guest,
    intake::{Id, Json, optional, text},
    problem::{Problem, WriteProblems},
    state::Api,
};
use axum::{extract::State, http::StatusCode};
use engine::{ApplicationInput, enrollments};
use serde::Deserialize;
use utoipa::ToSchema;
use words::ProgramId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "display_name": "Ada's blog", "email": "ada@example.com" }))]
pub(crate) struct Apply {
    #[schema(min_length = 1, max_length = 120)]
    display_name: String,
    /// Where the answer is sent.
    email: String,
    #[schema(min_length = 1, max_length = 120)]
    #[serde(default, deserialize_with = "text")]
    company: Option<String>,
    #[serde(default, deserialize_with = "text")]
    website: Option<String>,
    /// How you mean to refer customers.
    #[schema(min_length = 1, max_length = 2000)]
    #[serde(default, deserialize_with = "text")]
    message: Option<String>,
    /// The enrollment of the partner who recruited you, from their link. That partner may earn a recruiting reward. An
    /// enrollment that is not approved is ignored.
    #[serde(default, deserialize_with = "text")]
    recruited_by: Option<String>,
}

/// Apply to take part in a program
///
/// For everybody; no log-in is needed. The answer is the same whether or not the address is known, and comes by
/// letter. Many tries from one network address, or for one e-mail address, are slowed.
#[utoipa::path(
    post, path = "/v1/programs/{id}/applications", tag = "People", operation_id = "apply_to_program",
    params(("id" = String, Path, description = "The program's id")),
    request_body = Apply,
    responses((status = 202, description = "The application is taken"), WriteProblems),
    security(()),
)]
pub(crate) async fn apply_to_program(
    State(api): State<Api>,
    guest: Guest,
    Id(program): Id<ProgramId>,
    Json { value, .. }: Json<Apply>,
) -> Result<StatusCode, Problem> {
    let recruited_by = optional("recruited_by", value.recruited_by.as_deref())?;
    let Apply { display_name, email, company, website, message, .. } = value;
    let input = ApplicationInput { program, display_name, email, company, website, message, recruited_by };
    enrollments::apply(guest.engine(), &input, &api.public_url, &guest.origin).await?;
    Ok(StatusCode::ACCEPTED)
}
