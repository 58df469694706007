//! `DELETE /v1/session`.

use crate::{
    access::{Person, set_cookie},
    problem::{AccountProblems, Problem},
    state::Api,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::people;

/// Log out
#[utoipa::path(
    delete, path = "/v1/session", tag = "People", operation_id = "log_out",
    responses((status = 204, description = "Logged out"), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn log_out(State(api): State<Api>, person: Person) -> Result<Response, Problem> {
    people::end_session(person.engine(), &person.signed_in, person.signed_in.session().id).await?;
    Ok((StatusCode::NO_CONTENT, [set_cookie(&api, None)]).into_response())
}
