//! `DELETE /v1/account/sessions/{id}`.

use crate::{
    access::Person,
    intake::Id,
    problem::{AccountProblems, Problem},
};
use axum::http::StatusCode;
use engine::people;
use words::SessionId;

/// End one of one's own sessions
#[utoipa::path(
    delete, path = "/v1/account/sessions/{id}", tag = "People", operation_id = "end_session",
    params(("id" = String, Path, description = "The session's id")),
    responses((status = 204, description = "The session is over"), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn end_session(person: Person, Id(id): Id<SessionId>) -> Result<StatusCode, Problem> {
    people::end_session(person.engine(), &person.signed_in, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
