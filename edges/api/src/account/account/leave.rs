//! `DELETE /v1/account/seats/{id}`.

use crate::{
    access::Person,
    intake::Id,
    problem::{AccountProblems, Problem},
};
use axum::http::StatusCode;
use engine::people;
use words::MembershipId;

/// Leave a workspace
#[utoipa::path(
    delete, path = "/v1/account/seats/{id}", tag = "People", operation_id = "leave_workspace",
    params(("id" = String, Path, description = "The seat's id, as GET /v1/session shows it")),
    responses((status = 204, description = "The seat is given up"), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn leave_workspace(person: Person, Id(id): Id<MembershipId>) -> Result<StatusCode, Problem> {
    people::leave_workspace(person.engine(), &person.signed_in, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
