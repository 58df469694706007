//! `GET /v1/team`.

use crate::{
    access::Allowed,
    problem::{Problem, TeamProblems},
    wire::Member,
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
    let current = members.iter().filter(|(membership, _)| membership.ended_at.is_none());
    let items = current.map(|(membership, user)| Member::open(membership, user, reader.engine())).collect();
    Ok(Json(Team { items }))
}
