//! `GET /v1/invitations`.

use crate::{
    access::Allowed,
    problem::{Problem, TeamProblems},
    wire::Invitation,
};
use axum::Json;
use engine::need::ReadTeam;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct Invitations {
    /// Oldest first.
    items: Vec<Invitation>,
}

/// List invitations
#[utoipa::path(
    get, path = "/v1/invitations", tag = "People", operation_id = "list_invitations",
    responses((status = 200, description = "The invitations", body = Invitations), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_invitations(reader: Allowed<ReadTeam>) -> Result<Json<Invitations>, Problem> {
    let found = reader.book().invitations(reader.scope().workspace).await?;
    Ok(Json(Invitations { items: Invitation::all(&found, reader.engine()).await? }))
}
