//! `POST /v1/password-resets/redeem`.

use crate::{
    access::Guest,
    intake::Json,
    problem::{LogInProblems, Problem},
};
use axum::http::StatusCode;
use engine::people;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetPassword {
    /// What the link shows after `token=`.
    token: String,
    #[schema(min_length = 10, max_length = 200)]
    password: String,
}

/// Choose a new password under a link that was sent
///
/// Every session of the account ends; log in with the new password.
#[utoipa::path(
    post, path = "/v1/password-resets/redeem", tag = "People", operation_id = "reset_password",
    request_body = ResetPassword,
    responses((status = 204, description = "The password is changed"), LogInProblems),
    security(()),
)]
pub(crate) async fn reset_password(
    guest: Guest,
    Json { value, .. }: Json<ResetPassword>,
) -> Result<StatusCode, Problem> {
    guest
        .aside(move |guest| async move {
            people::reset_password(guest.engine(), &value.token, &value.password, &guest.origin).await?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
