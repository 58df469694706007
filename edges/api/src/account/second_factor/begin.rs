//! `POST /v1/account/second-factor`.

use crate::{
    access::Person,
    intake,
    problem::{AccountProblems, Problem},
};
use axum::Json;
use engine::people;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginSecondFactor {
    /// The password, if there is one.
    current_password: Option<String>,
}

/// What an authenticator app needs. It is shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewSecondFactor {
    /// In base 32, for typing.
    secret: String,
    /// The same as a link, for a QR code.
    #[schema(example = "otpauth://totp/Honeyguide:ada%40example.com?secret=…&issuer=Honeyguide")]
    url: String,
}

/// Begin a second factor: one-time codes by time (RFC 6238)
///
/// It counts once its first code is confirmed.
#[utoipa::path(
    post, path = "/v1/account/second-factor", tag = "People", operation_id = "start_second_factor",
    request_body = BeginSecondFactor,
    responses((status = 201, description = "To be confirmed", body = NewSecondFactor), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn start_second_factor(
    person: Person,
    intake::Json { value, .. }: intake::Json<BeginSecondFactor>,
) -> Result<(axum::http::StatusCode, Json<NewSecondFactor>), Problem> {
    person
        .aside(move |person| async move {
            let current = value.current_password.as_deref();
            let enrolling = people::begin_second_factor(person.engine(), &person.signed_in, current).await?;
            let shown = NewSecondFactor { secret: enrolling.secret, url: enrolling.url };
            Ok((axum::http::StatusCode::CREATED, Json(shown)))
        })
        .await
}
