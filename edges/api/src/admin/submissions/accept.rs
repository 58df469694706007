//! `POST /v1/submissions/{id}/accept`.

use crate::{
    access::Allowed,
    intake::{self, Id, text},
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
#[schema(example = json!({ "customer_external_id": "acme" }))]
pub(crate) struct AcceptSubmission {
    /// Your own id of the customer; made if it is not known yet. With it, a lead is recorded at once.
    #[schema(min_length = 1, max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    customer_external_id: Option<String>,
}

/// Accept what was submitted in a lead form
///
/// It becomes evidence, from the time at which it was submitted, for every customer with its e-mail address: those who
/// are known and those who come. If you name the customer, a lead of source `lead_form` is recorded, once; this can be
/// done later, too.
#[utoipa::path(
    post, path = "/v1/submissions/{id}/accept", tag = "Lead forms", operation_id = "accept_submission",
    params(("id" = String, Path, description = "The submission's id")),
    request_body = AcceptSubmission,
    responses((status = 200, description = "The submission", body = Submission), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn accept_submission(
    manager: Allowed<WriteConversions>,
    Id(id): Id<SubmissionId>,
    intake::Json { value, hash }: intake::Json<AcceptSubmission>,
) -> Result<Json<Submission>, Problem> {
    let customer = value.customer_external_id.as_deref();
    let submission = submissions::accept(manager.engine(), &manager.permit(&hash), id, customer).await?;
    manager.presenter().json(submission).await
}
