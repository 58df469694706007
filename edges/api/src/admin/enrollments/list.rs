//! `GET /v1/enrollments`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Enrollment,
};
use axum::response::Response;
use engine::need::ReadPartners;

type EnrollmentList = List<Enrollment>;

/// List enrollments
#[utoipa::path(
    get, path = "/v1/enrollments", tag = "Partners", operation_id = "list_enrollments",
    params(Asked<Enrollment>),
    responses(
        (status = 200, description = "Enrollments", content((EnrollmentList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_enrollments(
    reader: Allowed<ReadPartners>,
    asked: Asked<Enrollment>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
