//! `DELETE /v1/team/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, TeamProblems},
    wire::ListedKey,
};
use axum::Json;
use engine::{keys, need::WriteTeam, people};
use serde::Serialize;
use utoipa::ToSchema;
use words::MembershipId;

#[derive(Serialize, ToSchema)]
pub(crate) struct RemovedMember {
    /// Open keys that the member made.
    keys: Vec<ListedKey>,
}

/// Take a member's seat away
///
/// Their sessions end here at once; seats elsewhere stay. Keys that they made work on and are listed, to be rotated or
/// revoked: they may know their secrets.
#[utoipa::path(
    delete, path = "/v1/team/{id}", tag = "People", operation_id = "remove_member",
    params(("id" = String, Path, description = "The seat's id")),
    responses((status = 200, description = "The seat is taken away", body = RemovedMember), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn remove_member(
    owner: Allowed<WriteTeam>,
    Id(id): Id<MembershipId>,
) -> Result<Json<RemovedMember>, Problem> {
    let removed = people::remove_member(owner.engine(), &owner.permit(""), id).await?;
    let keys = keys::open_of_maker(owner.engine(), owner.scope().workspace, removed.user.id).await?;
    let makers = keys::makers(owner.engine(), owner.scope().workspace).await?;
    Ok(Json(RemovedMember { keys: keys.iter().map(|key| ListedKey::new(key, None, &makers)).collect() }))
}
