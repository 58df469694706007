//! `PATCH /v1/account`.

use crate::{
    access::Person,
    intake,
    problem::{AccountProblems, Problem},
    wire::User,
};
use axum::Json;
use engine::people;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rename {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
}

/// Change one's own name
#[utoipa::path(
    patch, path = "/v1/account", tag = "People", operation_id = "rename_user",
    request_body = Rename,
    responses((status = 200, description = "The user", body = User), AccountProblems),
    security(("session" = [])),
)]
pub(crate) async fn rename_user(
    person: Person,
    intake::Json { value, .. }: intake::Json<Rename>,
) -> Result<Json<User>, Problem> {
    let user = people::rename_user(person.engine(), &person.signed_in, &value.name).await?;
    Ok(Json(User::open(&user, person.engine())))
}
