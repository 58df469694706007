//! `GET /v1/submissions`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Submission,
};
use axum::response::Response;
use engine::need::ReadConversions;

type SubmissionList = List<Submission>;

/// List what was submitted in lead forms
#[utoipa::path(
    get, path = "/v1/submissions", tag = "Lead forms", operation_id = "list_submissions",
    params(Asked<Submission>),
    responses(
        (status = 200, description = "What was submitted", content((SubmissionList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_submissions(
    reader: Allowed<ReadConversions>,
    asked: Asked<Submission>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
