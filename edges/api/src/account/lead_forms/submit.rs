//! `POST /v1/lead-forms/{id}/submissions`.

use crate::{
    access::Guest,
    intake::{Id, Json, text},
    problem::{Problem, WriteProblems},
};
use axum::http::StatusCode;
use engine::{SubmissionInput, submissions};
use serde::Deserialize;
use utoipa::ToSchema;
use words::EnrollmentId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Grace Hopper", "email": "grace@acme.example", "consent": true }))]
pub(crate) struct SubmitLeadForm {
    #[schema(min_length = 1, max_length = 120)]
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    /// By which the customer is found again.
    email: String,
    #[schema(min_length = 1, max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    company: Option<String>,
    #[schema(min_length = 1, max_length = 2000)]
    #[serde(default, deserialize_with = "text")]
    message: Option<String>,
    /// Whom it is about agrees that the merchant keeps this and answers: must be true.
    consent: bool,
}

/// Submit a partner's lead form
///
/// For everybody; no log-in is needed. The answer is the same whether or not the address is known; the same address is
/// taken once. Many from one network address are slowed.
#[utoipa::path(
    post, path = "/v1/lead-forms/{id}/submissions", tag = "People", operation_id = "submit_lead_form",
    params(("id" = String, Path, description = "The enrollment's id")),
    request_body = SubmitLeadForm,
    responses((status = 202, description = "It is taken"), WriteProblems),
    security(()),
)]
pub(crate) async fn submit_lead_form(
    guest: Guest,
    Id(enrollment): Id<EnrollmentId>,
    Json { value, .. }: Json<SubmitLeadForm>,
) -> Result<StatusCode, Problem> {
    let SubmitLeadForm { name, email, company, message, consent } = value;
    let input = SubmissionInput { enrollment, name, email, company, message, consent };
    submissions::submit(guest.engine(), &input, &guest.origin).await?;
    Ok(StatusCode::ACCEPTED)
}
