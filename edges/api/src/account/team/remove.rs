//! `DELETE /v1/team/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, TeamProblems},
};
use axum::http::StatusCode;
use engine::need::WriteTeam;
use words::MembershipId;

/// Take a member's seat away
///
/// Their sessions end here at once; seats elsewhere stay.
#[utoipa::path(
    delete, path = "/v1/team/{id}", tag = "People", operation_id = "remove_member",
    params(("id" = String, Path, description = "The seat's id")),
    responses((status = 204, description = "The seat is taken away"), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn remove_member(
    owner: Allowed<WriteTeam>,
    Id(id): Id<MembershipId>,
) -> Result<StatusCode, Problem> {
    owner.engine().remove_member(&owner.permit(""), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
