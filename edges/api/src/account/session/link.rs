//! `POST /v1/session/links`.

use crate::{
    access::Guest,
    intake::Json,
    problem::{LogInProblems, Problem},
    state::Api,
    wire::EmailOnly,
};
use axum::{extract::State, http::StatusCode};
use engine::people;

/// Send a link that logs in
///
/// It works once, for 15 minutes. The answer is the same whether or not anybody has this address.
#[utoipa::path(
    post, path = "/v1/session/links", tag = "People", operation_id = "send_login_link",
    request_body = EmailOnly,
    responses((status = 202, description = "Sent, if anybody has this address"), LogInProblems),
    security(()),
)]
pub(crate) async fn send_login_link(
    State(api): State<Api>,
    guest: Guest,
    Json { value, .. }: Json<EmailOnly>,
) -> Result<StatusCode, Problem> {
    people::send_log_in_link(guest.engine(), &value.email, &api.public_url, &guest.origin).await?;
    Ok(StatusCode::ACCEPTED)
}
