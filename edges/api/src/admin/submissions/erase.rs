//! `DELETE /v1/submissions/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, WriteProblems},
};
use axum::http::StatusCode;
use engine::{need::WriteCustomers, submissions};
use words::SubmissionId;

/// Erase what was submitted in a lead form
///
/// Name, address, company and message are destroyed; the verdict and what was credited stay. Erasing a customer erases
/// what was submitted about them, too. Again it changes nothing.
#[utoipa::path(
    delete, path = "/v1/submissions/{id}", tag = "Lead forms", operation_id = "erase_submission",
    params(("id" = String, Path, description = "The submission's id")),
    responses((status = 204, description = "Nobody is named any more"), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn erase_submission(
    manager: Allowed<WriteCustomers>,
    Id(id): Id<SubmissionId>,
) -> Result<StatusCode, Problem> {
    submissions::erase(manager.engine(), &manager.permit(""), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
