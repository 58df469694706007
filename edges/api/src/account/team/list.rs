//! `GET /v1/team`.

use crate::{
    access::Allowed,
    problem::{Problem, TeamProblems},
    wire::{Member, Seat, User},
};
use axum::Json;
use engine::need::ReadTeam;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct Team {
    /// Oldest first, those who were removed left out.
    items: Vec<Member>,
}

/// List the team and the people at partners
#[utoipa::path(
    get, path = "/v1/team", tag = "People", operation_id = "list_team",
    responses((status = 200, description = "The members", body = Team), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_team(reader: Allowed<ReadTeam>) -> Result<Json<Team>, Problem> {
    let members = reader.book().members(reader.scope().workspace).await?;
    let current: Vec<_> = members.iter().filter(|(membership, _)| membership.ended_at.is_none()).collect();
    let memberships: Vec<_> = current.iter().map(|(membership, _)| membership).collect();

    let seats = Seat::all(&memberships, reader.engine()).await?.into_iter().zip(&current);
    let member = |(seat, (_, user)): (Seat, &&(_, program::User))| Member {
        seat,
        user: User::open(user, reader.engine()),
    };
    Ok(Json(Team { items: seats.map(member).collect() }))
}
