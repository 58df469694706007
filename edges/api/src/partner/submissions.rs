//! `/v1/partner/submissions`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::OwnSubmission,
};
use axum::response::Response;

type OwnSubmissionList = List<OwnSubmission>;

/// List what was submitted in one's own lead form
///
/// Without whom it is about: of the address only the first letter and the domain.
#[utoipa::path(
    get, path = "/v1/partner/submissions", tag = "Portal", operation_id = "list_own_submissions",
    params(Asked<OwnSubmission>),
    responses(
        (status = 200, description = "One's own", content((OwnSubmissionList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_submissions(
    at: AtPartner,
    asked: Asked<OwnSubmission>,
) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
