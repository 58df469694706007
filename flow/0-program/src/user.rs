//! Someone who logs in, with their places in workspaces.

use serde::{Deserialize, Serialize};
use words::{Instant, Invalid, MembershipId, Mode, PartnerId, Personal, Role, Sealed, UserId, WorkspaceId};

pub const RECOVERY_CODES: usize = 10;

/// The second factor: one-time codes by time (RFC 6238).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SecondFactor {
    /// The shared secret in base 32, sealed under the user's key.
    pub secret: Sealed,
    /// None until the first code was shown; then it is asked for at every log-in.
    pub confirmed_at: Option<Instant>,
    /// The time step of the last code that was taken, so that none is taken twice.
    pub last_step: u64,
    /// SHA-256 of each recovery code that was not used yet.
    pub recovery: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    /// Name and e-mail address; the hash of the address is unique.
    pub personal: Personal,
    /// An argon2id hash in PHC form; none for who logs in by e-mail link only.
    pub password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<SecondFactor>,
    /// Sessions of an earlier generation are over: a change of password begins a new one.
    pub generation: u32,
    pub created_at: Instant,
}

impl User {
    /// The second factor that a log-in has to show.
    pub fn demanded_factor(&self) -> Option<&SecondFactor> {
        self.second_factor.as_ref().filter(|factor| factor.confirmed_at.is_some())
    }
}

/// For whom a member acts: the merchant's team, or one partner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Seat {
    Team { role: Role },
    Partner { partner: PartnerId, mode: Mode },
}

impl Seat {
    pub fn role(self) -> Role {
        match self {
            Seat::Team { role } => role,
            Seat::Partner { .. } => Role::Partner,
        }
    }

    /// What a user has one of in a workspace: `team`, or the partner's id.
    pub fn name(self) -> String {
        match self {
            Seat::Team { .. } => "team".to_owned(),
            Seat::Partner { partner, .. } => partner.to_string(),
        }
    }

    pub fn check(self) -> Result<(), Invalid> {
        match self {
            Seat::Team { role: Role::Partner } => {
                Err(Invalid::new("role", "owner, manager, finance or analyst; partners are invited as such"))
            }
            _ => Ok(()),
        }
    }
}

/// A user's place in a workspace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Membership {
    pub id: MembershipId,
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub seat: Seat,
    pub created_at: Instant,
    /// When it was taken away.
    pub ended_at: Option<Instant>,
}
