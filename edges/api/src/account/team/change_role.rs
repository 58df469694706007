//! `PATCH /v1/team/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, TeamProblems},
    wire::{Member, Role},
};
use axum::Json;
use engine::{need::WriteTeam, people};
use serde::Deserialize;
use utoipa::ToSchema;
use words::MembershipId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeRole {
    role: Role,
}

/// Give a member another role
#[utoipa::path(
    patch, path = "/v1/team/{id}", tag = "People", operation_id = "change_role",
    params(("id" = String, Path, description = "The seat's id")),
    request_body = ChangeRole,
    responses((status = 200, description = "The member", body = Member), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn change_role(
    owner: Allowed<WriteTeam>,
    Id(id): Id<MembershipId>,
    intake::Json { value, hash }: intake::Json<ChangeRole>,
) -> Result<Json<Member>, Problem> {
    let member = people::change_role(owner.engine(), &owner.permit(&hash), id, value.role.into()).await?;
    Ok(Json(Member::open(&member.membership, &member.user, owner.engine()).await?))
}
