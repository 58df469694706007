//! `GET /v1/account/sessions`.

use crate::{
    access::Person,
    problem::{AccountProblems, Problem},
    wire::Session,
};
use axum::Json;
use engine::people;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct Sessions {
    /// Newest first.
    items: Vec<Session>,
}

/// List one's own open sessions
#[utoipa::path(
    get, path = "/v1/account/sessions", tag = "People", operation_id = "list_sessions",
    responses((status = 200, description = "The open sessions", body = Sessions), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_sessions(person: Person) -> Result<Json<Sessions>, Problem> {
    let sessions = people::sessions(person.engine(), &person.signed_in).await?;
    Ok(Json(Sessions { items: sessions.into_iter().map(Into::into).collect() }))
}
