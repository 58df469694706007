//! `GET /v1/partner/enrollments`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::Enrollment,
};
use axum::response::Response;

type EnrollmentList = List<Enrollment>;

/// List the programs one takes part in
#[utoipa::path(
    get, path = "/v1/partner/enrollments", tag = "Portal", operation_id = "list_own_enrollments",
    params(Asked<Enrollment>),
    responses(
        (status = 200, description = "Your enrollments", content((EnrollmentList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_enrollments(
    at: AtPartner,
    asked: Asked<Enrollment>,
) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
