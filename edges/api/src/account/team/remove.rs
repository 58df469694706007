//! `DELETE /v1/team/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, TeamProblems},
    wire::ListedKey,
};
use axum::Json;
use engine::need::WriteTeam;
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
    let removed = owner.engine().remove_member(&owner.permit(""), id).await?;
    let keys = owner.engine().open_keys_of(owner.scope().workspace, removed.user.id).await?;
    let makers = owner.engine().key_makers(owner.scope().workspace).await?;
    Ok(Json(RemovedMember { keys: keys.iter().map(|key| ListedKey::new(key, None, &makers)).collect() }))
}
