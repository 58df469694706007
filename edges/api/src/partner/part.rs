//! Taking part: `POST /v1/partner/enrollments`, `…/{id}/accept`, `…/{id}/leave`, `…/{id}/terms`.

use crate::{
    access::AtPartner,
    intake::{self, Id, Nothing, required},
    present::{View, Viewer},
    problem::{Problem, WriteProblems},
    state::Api,
    wire::{Enrollment, Terms},
};
use axum::{Json, extract::State, http::StatusCode};
use engine::Mentioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{EnrollmentId, Instant};

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
    let portal = at.portal().await?;
    let enrollment = portal.apply(program, &api.public_url).await?;
    Ok((StatusCode::CREATED, at.presenter(&portal).json(enrollment).await?))
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
    let portal = at.portal().await?;
    at.presenter(&portal).json(portal.accept(id).await?).await
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
    let portal = at.portal().await?;
    at.presenter(&portal).json(portal.leave(id).await?).await
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

pub(crate) struct OwnVersionRow {
    terms: program::Terms,
    explanation: Vec<String>,
    accepted_at: Option<Instant>,
    waits_for_you: bool,
}

impl View for OwnVersion {
    type Row = OwnVersionRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Terms::mentions(&it.terms, names);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            terms: Terms::view(it.terms, by),
            explanation: it.explanation,
            accepted_at: it.accepted_at.map(|at| at.to_string()),
            waits_for_you: it.waits_for_you,
        }
    }
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
    let portal = at.portal().await?;
    let (program, enrollment, terms) = portal.terms(id).await?;
    let row = |(place, terms): (usize, program::Terms)| {
        let accepted = enrollment.accepted.iter().find(|acceptance| acceptance.terms == terms.id);
        let asks = terms.acceptance == program::TermsAcceptance::ByPartner;
        OwnVersionRow {
            explanation: terms.explain(program.currency),
            accepted_at: accepted.map(|acceptance| acceptance.at),
            waits_for_you: place == 0 && asks && accepted.is_none(),
            terms,
        }
    };
    let rows = terms.into_iter().enumerate().map(row).collect();
    Ok(Json(OwnTerms { versions: at.presenter(&portal).all(rows).await? }))
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
    let portal = at.portal().await?;
    at.presenter(&portal).json(portal.accept_terms(id, terms).await?).await
}
