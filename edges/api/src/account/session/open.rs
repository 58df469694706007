//! `POST /v1/session`.

use super::{LoggedIn, logged_in};
use crate::{
    access::{Guest, set_cookie},
    intake::Json,
    problem::{LogInProblems, Problem},
    state::Api,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::{LogIn, Proof, people};
use serde::Deserialize;
use utoipa::ToSchema;
use words::Invalid;

/// Either `email` and `password`, or the `token` of a one-time link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "ada@example.com", "password": "correct horse battery" }))]
pub(crate) struct OpenSession {
    email: Option<String>,
    password: Option<String>,
    /// What a one-time link shows after `token=`.
    token: Option<String>,
    /// Six digits of the authenticator, or a recovery code, where the account has a second factor.
    code: Option<String>,
}

impl OpenSession {
    fn proof(&self) -> Result<Proof, Invalid> {
        match (&self.email, &self.password, &self.token) {
            (Some(email), Some(password), None) => {
                Ok(Proof::Password { email: email.clone(), password: password.clone() })
            }
            (None, None, Some(token)) => Ok(Proof::Link { token: token.clone() }),
            _ => Err(Invalid::new("email", "email and password, or else token alone")),
        }
    }
}

/// Log in
///
/// Answers the user and their seats, and sets the session's cookie, which no script can read. A session ends
/// after 30 days, after 7 days without use, at log-out, and when the password changes. After six failures in a row
/// the next try has to wait one second, the one after it two, and so on up to five minutes.
#[utoipa::path(
    post, path = "/v1/session", tag = "People", operation_id = "log_in",
    request_body = OpenSession,
    responses((status = 201, description = "Logged in", body = LoggedIn), LogInProblems),
    security(()),
)]
pub(crate) async fn log_in(
    State(api): State<Api>,
    guest: Guest,
    Json { value, .. }: Json<OpenSession>,
) -> Result<Response, Problem> {
    guest
        .aside(move |guest| async move {
            let engine = guest.engine();
            let (origin, agent) = (guest.origin.clone(), guest.agent.clone());
            let input = LogIn { proof: value.proof()?, code: value.code, origin: origin.clone(), agent };
            let (_, session) = people::log_in(engine, &input).await?;
            let signed_in = people::signed_in(engine, &session.text, origin).await?;
            let body = logged_in(engine, &signed_in).await?;
            let cookie = set_cookie(&api, Some(&session.text));
            Ok((StatusCode::CREATED, [cookie], axum::Json(body)).into_response())
        })
        .await
}
