//! `DELETE /v1/disputes/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, WriteProblems},
};
use axum::http::StatusCode;
use engine::{disputes, need::WriteCustomers};
use words::DisputeId;

/// Erase what was written in a dispute
///
/// Notes, references and the customer's name are destroyed; what was decided and booked stays. Erasing a customer does
/// the same to the disputes about what they did. Again it changes nothing.
#[utoipa::path(
    delete, path = "/v1/disputes/{id}", tag = "Disputes", operation_id = "erase_dispute",
    params(("id" = String, Path, description = "The dispute's id")),
    responses((status = 204, description = "Nobody is named any more"), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn erase_dispute(
    manager: Allowed<WriteCustomers>,
    Id(id): Id<DisputeId>,
) -> Result<StatusCode, Problem> {
    disputes::erase(manager.engine(), &manager.permit(""), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
