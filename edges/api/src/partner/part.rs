//! Taking part: `POST /v1/partner/enrollments`, `…/{id}/accept`, `…/{id}/leave`, `…/{id}/terms`.

use crate::{
    access::AtPartner,
    intake::{self, Id, Nothing, required},
    problem::{Problem, WriteProblems},
    state::Api,
    wire::{Enrollment, Terms},
};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::EnrollmentId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs" }))]
pub(crate) struct ApplyAsPartner {
    /// A program of the same merchant that takes applications.
    program_id: String,
}

/// Apply to another program of the merchant, or again
#[utoipa::path(
    post, path = "/v1/partner/enrollments", tag = "Portal", operation_id = "apply_to_another_program",
    request_body = ApplyAsPartner,
    responses((status = 201, description = "The enrollment", body = Enrollment), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn apply_to_another_program(
    State(api): State<Api>,
    at: AtPartner,
    intake::Json { value, .. }: intake::Json<ApplyAsPartner>,
) -> Result<(StatusCode, Json<Enrollment>), Problem> {
    let program = required("program_id", &value.program_id)?;
    let enrollment = at.portal().await?.apply(program, &api.public_url).await?;
    Ok((StatusCode::CREATED, Json(enrollment.into())))
}

/// Accept an invitation to a program
///
/// The latest terms are accepted with it. No body is needed.
#[utoipa::path(
    post, path = "/v1/partner/enrollments/{id}/accept", tag = "Portal", operation_id = "accept_enrollment",
    params(("id" = String, Path, description = "The enrollment's id")),
    responses((status = 200, description = "The enrollment", body = Enrollment), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn accept_enrollment(
    at: AtPartner,
    Id(id): Id<EnrollmentId>,
    _: Nothing,
) -> Result<Json<Enrollment>, Problem> {
    Ok(Json(at.portal().await?.accept(id).await?.into()))
}

/// Leave a program
///
/// What was earned stays; what occurs from now on is not credited. No body is needed.
#[utoipa::path(
    post, path = "/v1/partner/enrollments/{id}/leave", tag = "Portal", operation_id = "leave_enrollment",
    params(("id" = String, Path, description = "The enrollment's id")),
    responses((status = 200, description = "The enrollment", body = Enrollment), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn leave_enrollment(
    at: AtPartner,
    Id(id): Id<EnrollmentId>,
    _: Nothing,
) -> Result<Json<Enrollment>, Problem> {
    Ok(Json(at.portal().await?.leave(id).await?.into()))
}

/// The terms of one's group in a program.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnTerms {
    /// Every version, the latest first.
    versions: Vec<OwnVersion>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OwnVersion {
    terms: Terms,
    /// The rewards in words.
    explanation: Vec<String>,
    /// When you accepted it; null when you did not, or were not asked.
    #[schema(format = DateTime)]
    accepted_at: Option<String>,
    /// Whether it waits for you: until you accept it, the version before goes on.
    waits_for_you: bool,
}

/// Show the terms of one's group in a program
#[utoipa::path(
    get, path = "/v1/partner/enrollments/{id}/terms", tag = "Portal", operation_id = "get_own_terms",
    params(("id" = String, Path, description = "The enrollment's id")),
    responses((status = 200, description = "Every version", body = OwnTerms), crate::problem::PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_own_terms(
    at: AtPartner,
    Id(id): Id<EnrollmentId>,
) -> Result<Json<OwnTerms>, Problem> {
    let (program, enrollment, terms) = at.portal().await?.terms(id).await?;
    let version = |(place, terms): (usize, program::Terms)| {
        let accepted = enrollment.accepted.iter().find(|acceptance| acceptance.terms == terms.id);
        let asks = terms.acceptance == program::TermsAcceptance::ByPartner;
        OwnVersion {
            explanation: terms.explain(program.currency),
            accepted_at: accepted.map(|acceptance| acceptance.at.to_string()),
            waits_for_you: place == 0 && asks && accepted.is_none(),
            terms: terms.into(),
        }
    };
    Ok(Json(OwnTerms { versions: terms.into_iter().enumerate().map(version).collect() }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "terms_id": "trm_01kk8y7d00e6br2v9m5gq4t1hs" }))]
pub(crate) struct AcceptTerms {
    /// The latest version.
    terms_id: String,
}

/// Accept the latest terms of one's group in a program
#[utoipa::path(
    post, path = "/v1/partner/enrollments/{id}/terms", tag = "Portal", operation_id = "accept_terms",
    params(("id" = String, Path, description = "The enrollment's id")),
    request_body = AcceptTerms,
    responses((status = 200, description = "The enrollment", body = Enrollment), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn accept_terms(
    at: AtPartner,
    Id(id): Id<EnrollmentId>,
    intake::Json { value, .. }: intake::Json<AcceptTerms>,
) -> Result<Json<Enrollment>, Problem> {
    let terms = required("terms_id", &value.terms_id)?;
    Ok(Json(at.portal().await?.accept_terms(id, terms).await?.into()))
}
