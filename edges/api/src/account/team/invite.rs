//! `POST /v1/invitations`.

use crate::{
    access::Allowed,
    intake::{self, required},
    problem::{Problem, TeamProblems},
    state::Api,
    wire::{Invitation, Role},
};
use axum::{Json, extract::State, http::StatusCode};
use engine::{InviteInput, need::WriteTeam, people};
use program::Seat;
use serde::Deserialize;
use utoipa::ToSchema;
use words::{Invalid, PartnerId};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "ada@example.com", "role": "manager" }))]
pub(crate) struct Invite {
    email: String,
    role: Role,
    /// With the role partner, and only then: whose people they will be.
    partner_id: Option<String>,
}

/// Invite somebody by e-mail
///
/// The link works once, for 7 days. Inviting the same address again takes the earlier link's place.
#[utoipa::path(
    post, path = "/v1/invitations", tag = "People", operation_id = "create_invitation",
    request_body = Invite,
    responses((status = 201, description = "Sent", body = Invitation), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn create_invitation(
    State(api): State<Api>,
    owner: Allowed<WriteTeam>,
    intake::Json { value, hash }: intake::Json<Invite>,
) -> Result<(StatusCode, Json<Invitation>), Problem> {
    let seat = match (value.role, &value.partner_id) {
        (Role::Partner, Some(id)) => {
            let partner: PartnerId = required("partner_id", id)?;
            let known = owner.book().partner(owner.scope(), partner).await?;
            known.ok_or_else(|| Problem::absent("partner", partner))?;
            Seat::Partner { partner, mode: owner.scope().mode }
        }
        (role, None) if role != Role::Partner => Seat::Team { role: role.into() },
        _ => {
            return Err(
                Invalid::new("partner_id", "a partner's id with the role partner, and only then").into()
            );
        }
    };
    let input = InviteInput { email: value.email, seat };
    let invitation = people::invite(owner.engine(), &owner.permit(&hash), &input, &api.public_url).await?;
    Ok((StatusCode::CREATED, Json(Invitation::one(&invitation, owner.engine()).await?)))
}
