//! `POST /v1/submissions/{id}/reject`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::Submission,
};
use axum::Json;
use engine::{need::WriteConversions, submissions};
use serde::Deserialize;
use utoipa::ToSchema;
use words::SubmissionId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "We work with them already." }))]
pub(crate) struct RejectSubmission {
    /// The partner reads it.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Reject what was submitted in a lead form
///
/// If it was evidence before, it is none any more, and what rested on it is decided anew; what statements show becomes a
/// review item.
#[utoipa::path(
    post, path = "/v1/submissions/{id}/reject", tag = "Lead forms", operation_id = "reject_submission",
    params(("id" = String, Path, description = "The submission's id")),
    request_body = RejectSubmission,
    responses((status = 200, description = "The submission", body = Submission), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn reject_submission(
    manager: Allowed<WriteConversions>,
    Id(id): Id<SubmissionId>,
    intake::Json { value, hash }: intake::Json<RejectSubmission>,
) -> Result<Json<Submission>, Problem> {
    let submission = submissions::reject(manager.engine(), &manager.permit(&hash), id, &value.reason).await?;
    manager.presenter().json(submission).await
}
