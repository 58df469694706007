//! `GET /v1/submissions/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::Submission,
};
use axum::Json;
use engine::{need::ReadConversions, submissions};
use words::SubmissionId;

/// Show what was submitted in a lead form
#[utoipa::path(
    get, path = "/v1/submissions/{id}", tag = "Lead forms", operation_id = "get_submission",
    params(("id" = String, Path, description = "The submission's id")),
    responses((status = 200, description = "The submission", body = Submission), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_submission(
    reader: Allowed<ReadConversions>,
    Id(id): Id<SubmissionId>,
) -> Result<Json<Submission>, Problem> {
    let submission = submissions::get(reader.engine(), &reader.permit(""), id).await?;
    reader.presenter().json(submission).await
}
