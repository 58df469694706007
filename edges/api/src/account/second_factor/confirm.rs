//! `POST /v1/account/second-factor/confirm`.

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
pub(crate) struct ConfirmSecondFactor {
    /// The six digits that the authenticator shows.
    #[schema(example = "123456")]
    code: String,
}

/// Codes for when the device is lost; each works once. They are shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct Recovery {
    recovery_codes: Vec<String>,
}

/// Confirm the second factor with its first code
///
/// From now on log-in asks for a code. Every other session ends.
#[utoipa::path(
    post, path = "/v1/account/second-factor/confirm", tag = "People",
    operation_id = "confirm_second_factor", request_body = ConfirmSecondFactor,
    responses((status = 200, description = "The recovery codes", body = Recovery), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn confirm_second_factor(
    person: Person,
    intake::Json { value, .. }: intake::Json<ConfirmSecondFactor>,
) -> Result<Json<Recovery>, Problem> {
    let codes = people::confirm_second_factor(person.engine(), &person.signed_in, &value.code).await?;
    Ok(Json(Recovery { recovery_codes: codes.0 }))
}
