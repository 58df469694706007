//! `POST /v1/account/second-factor/remove`.

use crate::{
    access::Person,
    intake::Json,
    problem::{AccountProblems, Problem},
};
use axum::http::StatusCode;
use engine::people;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveSecondFactor {
    /// The password, if there is one.
    current_password: Option<String>,
    /// Six digits of the authenticator, or a recovery code.
    code: String,
}

/// Remove the second factor
#[utoipa::path(
    post, path = "/v1/account/second-factor/remove", tag = "People", operation_id = "remove_second_factor",
    request_body = RemoveSecondFactor,
    responses((status = 204, description = "Log-in asks for no code any more"), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn remove_second_factor(
    person: Person,
    Json { value, .. }: Json<RemoveSecondFactor>,
) -> Result<StatusCode, Problem> {
    person
        .aside(move |person| async move {
            let current = value.current_password.as_deref();
            people::remove_second_factor(person.engine(), &person.signed_in, current, &value.code).await?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
