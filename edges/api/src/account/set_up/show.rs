//! `GET /v1/setup`.

use crate::{
    access::Guest,
    problem::{LogInProblems, Problem},
};
use axum::Json;
use engine::people;
use serde::Serialize;
use utoipa::ToSchema;

/// How this server stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct SetUpState {
    /// Whether nobody has set it up yet: then its terminal shows a one-time address.
    is_needed: bool,
}

/// Show whether this server waits to be set up
#[utoipa::path(
    get, path = "/v1/setup", tag = "People", operation_id = "get_setup",
    responses((status = 200, description = "Whether it does", body = SetUpState), LogInProblems),
    security(()),
)]
pub(crate) async fn get_setup(guest: Guest) -> Result<Json<SetUpState>, Problem> {
    Ok(Json(SetUpState { is_needed: people::needs_set_up(guest.engine()).await? }))
}
