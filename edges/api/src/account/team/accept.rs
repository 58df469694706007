//! `POST /v1/invitations/accept`.

use crate::{
    access::{Guest, set_cookie},
    intake::Json,
    problem::{LogInProblems, Problem},
    state::Api,
    wire::Seat,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::people;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptInvitation {
    /// What the link shows after `token=`.
    token: String,
    /// Needed from who has no account yet.
    name: Option<String>,
    /// From who has no account yet and wants to log in by password.
    #[schema(min_length = 10, max_length = 200)]
    password: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct InvitationAccepted {
    seat: Seat,
    /// Whether the answer has set a session's cookie. Who had an account logs in as ever.
    is_logged_in: bool,
}

/// Accept an invitation
#[utoipa::path(
    post, path = "/v1/invitations/accept", tag = "People", operation_id = "accept_invitation",
    request_body = AcceptInvitation,
    responses((status = 201, description = "Welcome", body = InvitationAccepted), LogInProblems),
    security(()),
)]
pub(crate) async fn accept_invitation(
    State(api): State<Api>,
    guest: Guest,
    Json { value, .. }: Json<AcceptInvitation>,
) -> Result<Response, Problem> {
    guest
        .aside(move |guest| async move {
            let (name, password) = (value.name.as_deref(), value.password.as_deref());
            let accepted =
                people::accept_invitation(guest.engine(), &value.token, name, password, &guest.origin)
                    .await?;
            let is_logged_in = accepted.session.is_some();
            let seat = Seat::one(&accepted.membership, guest.engine()).await?;
            let body = InvitationAccepted { seat, is_logged_in };
            let answer = (StatusCode::CREATED, axum::Json(body));
            Ok(match accepted.session {
                Some(session) => ([set_cookie(&api, Some(&session.text))], answer).into_response(),
                None => answer.into_response(),
            })
        })
        .await
}
