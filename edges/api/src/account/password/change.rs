//! `PUT /v1/account/password`.

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
pub(crate) struct ChangePassword {
    /// The password so far, if there is one.
    current_password: Option<String>,
    #[schema(min_length = 10, max_length = 200)]
    password: String,
}

/// Change the password
///
/// Every other session ends; this one goes on.
#[utoipa::path(
    put, path = "/v1/account/password", tag = "People", operation_id = "change_password",
    request_body = ChangePassword,
    responses((status = 204, description = "The password is changed"), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn change_password(
    person: Person,
    Json { value, .. }: Json<ChangePassword>,
) -> Result<StatusCode, Problem> {
    person
        .aside(move |person| async move {
            let current = value.current_password.as_deref();
            people::change_password(person.engine(), &person.signed_in, current, &value.password).await?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
