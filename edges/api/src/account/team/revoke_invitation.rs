//! `DELETE /v1/invitations/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, TeamProblems},
};
use axum::http::StatusCode;
use engine::{need::WriteTeam, people};
use words::InvitationId;

/// Take an invitation back
#[utoipa::path(
    delete, path = "/v1/invitations/{id}", tag = "People", operation_id = "revoke_invitation",
    params(("id" = String, Path, description = "The invitation's id")),
    responses((status = 204, description = "Its link opens nothing any more"), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn revoke_invitation(
    owner: Allowed<WriteTeam>,
    Id(id): Id<InvitationId>,
) -> Result<StatusCode, Problem> {
    people::revoke_invitation(owner.engine(), &owner.permit(""), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
