//! `/v1/session`.

pub(super) mod close;
pub(super) mod link;
pub(super) mod open;
pub(super) mod show;

use crate::{
    problem::Problem,
    wire::{Seat, User},
};
use engine::{Engine, SignedIn, people};
use serde::Serialize;
use utoipa::ToSchema;

/// Who is logged in, and where they belong.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoggedIn {
    user: User,
    #[schema(example = "ses_01kk8y7d00e6br2v9m5gq4t1hs")]
    session_id: String,
    seats: Vec<Seat>,
}

pub(super) async fn logged_in(engine: &Engine, signed_in: &SignedIn) -> Result<LoggedIn, Problem> {
    let seats = people::seats(engine, signed_in).await?;
    Ok(LoggedIn {
        user: User::open(signed_in.user(), engine),
        session_id: signed_in.session().id.to_string(),
        seats: Seat::all(&seats.iter().collect::<Vec<_>>(), engine).await?,
    })
}
