//! `GET /v1/enrolments`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Enrolment,
};
use axum::response::Response;
use engine::need::ReadPartners;

type EnrolmentList = List<Enrolment>;

/// List enrolments
#[utoipa::path(
    get, path = "/v1/enrolments", tag = "Partners", operation_id = "list_enrolments",
    params(Asked<Enrolment>),
    responses(
        (status = 200, description = "Enrolments", content((EnrolmentList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_enrolments(
    reader: Allowed<ReadPartners>,
    asked: Asked<Enrolment>,
) -> Result<Response, Problem> {
    asked.answer(&reader).await
}
