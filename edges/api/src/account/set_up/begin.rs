//! `POST /v1/setup`.

use crate::{
    access::{Guest, set_cookie},
    account::session::{LoggedIn, logged_in},
    intake::Json,
    problem::{LogInProblems, Problem},
    state::Api,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::{SetUpInput, people};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetUp {
    /// What the address that `honeyguide serve` printed shows after `token=`.
    token: String,
    /// What the workspace is called: your company, most likely.
    #[schema(min_length = 1, max_length = 120)]
    workspace: String,
    /// The owner's name.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    email: String,
    #[schema(min_length = 10, max_length = 200)]
    password: String,
}

/// Set this server up
///
/// Makes the first workspace and its owner, and logs the owner in. The address that the terminal shows works once, for
/// 24 hours, and only while there is no workspace.
#[utoipa::path(
    post, path = "/v1/setup", tag = "People", operation_id = "complete_setup",
    request_body = SetUp,
    responses((status = 201, description = "Set up, and logged in", body = LoggedIn), LogInProblems),
    security(()),
)]
pub(crate) async fn complete_setup(
    State(api): State<Api>,
    guest: Guest,
    Json { value, .. }: Json<SetUp>,
) -> Result<Response, Problem> {
    guest
        .aside(move |guest| async move {
            let SetUp { token, workspace, name, email, password } = value;
            let input = SetUpInput { token, workspace, name, email, password };
            let engine = guest.engine();
            let session = people::set_up(engine, &input, &guest.origin, guest.agent.as_deref()).await?;
            let signed_in = people::signed_in(engine, &session.text, guest.origin.clone()).await?;
            let body = logged_in(engine, &signed_in).await?;
            Ok((StatusCode::CREATED, [set_cookie(&api, Some(&session.text))], axum::Json(body))
                .into_response())
        })
        .await
}
