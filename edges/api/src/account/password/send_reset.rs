//! `POST /v1/password-resets`.

use crate::{
    access::Guest,
    intake::Json,
    problem::{LogInProblems, Problem},
    state::Api,
    wire::EmailOnly,
};
use axum::{extract::State, http::StatusCode};
use engine::people;

/// Send a link under which a new password can be chosen
///
/// It works once, for an hour. The answer is the same whether or not anybody has this address.
#[utoipa::path(
    post, path = "/v1/password-resets", tag = "People", operation_id = "send_password_reset",
    request_body = EmailOnly,
    responses((status = 202, description = "Sent, if anybody has this address"), LogInProblems),
    security(()),
)]
pub(crate) async fn send_password_reset(
    State(api): State<Api>,
    guest: Guest,
    Json { value, .. }: Json<EmailOnly>,
) -> Result<StatusCode, Problem> {
    people::send_password_reset(guest.engine(), &value.email, &api.public_url, &guest.origin).await?;
    Ok(StatusCode::ACCEPTED)
}
