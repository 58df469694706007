//! `GET /v1/session`.

use super::{LoggedIn, logged_in};
use crate::{
    access::Person,
    problem::{AccountProblems, Problem},
};
use axum::Json;

/// Show who is logged in
#[utoipa::path(
    get, path = "/v1/session", tag = "People", operation_id = "get_session",
    responses((status = 200, description = "The user and their seats", body = LoggedIn), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_session(person: Person) -> Result<Json<LoggedIn>, Problem> {
    Ok(Json(logged_in(person.engine(), &person.signed_in).await?))
}
