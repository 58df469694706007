//! `GET /v1/partner/enrolments`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::Enrolment,
};
use axum::response::Response;

type EnrolmentList = List<Enrolment>;

/// List the programs one takes part in
#[utoipa::path(
    get, path = "/v1/partner/enrolments", tag = "Portal", operation_id = "list_own_enrolments",
    params(Asked<Enrolment>),
    responses(
        (status = 200, description = "One's own", content((EnrolmentList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_enrolments(at: AtPartner, asked: Asked<Enrolment>) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
