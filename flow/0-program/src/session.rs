//! Sessions, one-time links, invitations, and the throttle that slows who guesses.

use crate::{Seat, User};
use serde::{Deserialize, Serialize};
use words::{Instant, InvitationId, Personal, SessionId, UserId, WorkspaceId};

/// A session ends this long after its log-in …
pub const SESSION_DAYS: i64 = 30;
/// … or when it was not used for this long.
pub const SESSION_IDLE_DAYS: i64 = 7;
pub const LOG_IN_LINK_MINUTES: i64 = 15;
pub const PASSWORD_RESET_MINUTES: i64 = 60;
/// How long the address is good that a server prints when it has no workspace yet.
pub const SET_UP_MINUTES: i64 = 24 * 60;
pub const INVITATION_DAYS: i64 = 7;

/// One log-in. What the browser holds is never stored; `hash` is its SHA-256 in hexadecimal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub hash: String,
    /// The user's generation at log-in.
    pub generation: u32,
    /// Where the log-in came from, for its owner to recognise.
    pub address: Option<String>,
    pub agent: Option<String>,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
}

impl Session {
    /// Whether it still stands for its user; `used_at` is when it was last seen.
    pub fn is_open(&self, user: &User, used_at: Option<Instant>, now: Instant) -> bool {
        let idle_since = used_at.unwrap_or(self.created_at).max(self.created_at);
        self.ended_at.is_none()
            && self.generation == user.generation
            && now < self.expires_at
            && now < idle_since.plus_days(SESSION_IDLE_DAYS)
    }
}

/// What a one-time link is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Purpose {
    LogIn {
        user: UserId,
    },
    /// Void once the password was changed otherwise: it counts for its generation only.
    PasswordReset {
        user: UserId,
        generation: u32,
    },
    Invitation {
        invitation: InvitationId,
    },
    /// Makes the first workspace and its owner. Void once there is one.
    SetUp,
    /// Opens nothing: it was written so that nobody can tell from the time that it took who is known.
    Nothing,
}

/// A one-time link, by the SHA-256 of what it shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Token {
    pub hash: String,
    pub purpose: Purpose,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
}

impl Token {
    pub fn is_good(&self, now: Instant) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    Pending,
    Accepted,
    Revoked,
}

impl InvitationStatus {
    pub fn name(self) -> &'static str {
        match self {
            InvitationStatus::Pending => "pending",
            InvitationStatus::Accepted => "accepted",
            InvitationStatus::Revoked => "revoked",
        }
    }
}

/// An offer of a seat to whoever holds an e-mail address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    pub workspace: WorkspaceId,
    pub seat: Seat,
    /// The address invited.
    pub personal: Personal,
    pub status: InvitationStatus,
    pub invited_by: Option<UserId>,
    pub created_at: Instant,
    pub expires_at: Instant,
}

/// Failed log-ins in a row, of one account or from one network address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Throttle {
    pub id: String,
    pub failures: u32,
    pub failed_at: Instant,
}

/// Failures of one account from one network address that cost no waiting.
pub const FREE_FAILURES_OF_ACCOUNT: u32 = 5;
/// Failures of one account, wherever they come from, that cost no waiting: many machines that guess together are slowed, and
/// one alone does not keep the owner out.
pub const FREE_FAILURES_OF_ACCOUNT_ANYWHERE: u32 = 100;
/// Failures from one network address that cost no waiting: an office may share one.
pub const FREE_FAILURES_FROM_ADDRESS: u32 = 20;
/// The longest wait: then a guesser has 288 tries a day, and the owner is never locked out for good.
pub const THROTTLE_SECONDS_MAX: i64 = 300;
/// Failures are forgotten after this long without another.
pub const THROTTLE_HOURS: i64 = 24;

const SECOND_MICROS: i64 = 1_000_000;

impl Throttle {
    pub fn new(id: String, now: Instant) -> Self {
        Self { id, failures: 0, failed_at: now }
    }

    /// When the next try is let in: after `free` failures the wait is 1 s, then 2 s, 4 s … up to
    /// `THROTTLE_SECONDS_MAX`.
    pub fn open_at(&self, free: u32) -> Instant {
        let beyond = self.failures.saturating_sub(free);
        let seconds = match beyond {
            0 => 0,
            beyond => 1i64.checked_shl(beyond - 1).unwrap_or(i64::MAX).clamp(1, THROTTLE_SECONDS_MAX),
        };
        self.failed_at.plus_micros(seconds * SECOND_MICROS)
    }

    pub fn is_forgotten(&self, now: Instant) -> bool {
        now >= self.failed_at.plus_micros(THROTTLE_HOURS * 3_600 * SECOND_MICROS)
    }

    /// One more failure at `now`.
    pub fn failed(&self, now: Instant) -> Self {
        let failures = if self.is_forgotten(now) { 0 } else { self.failures };
        Self { id: self.id.clone(), failures: failures.saturating_add(1), failed_at: now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guesser_waits_longer_each_time_and_no_longer_than_the_longest() {
        let mut now = Instant::from_micros(0);
        let mut throttle = Throttle::new("account".to_owned(), now);
        let mut waits = Vec::new();
        for _ in 0..40 {
            now = now.max(throttle.open_at(FREE_FAILURES_OF_ACCOUNT));
            throttle = throttle.failed(now);
            let wait = throttle.open_at(FREE_FAILURES_OF_ACCOUNT).micros() - now.micros();
            waits.push(wait / SECOND_MICROS);
        }
        assert_eq!(waits[..8], [0, 0, 0, 0, 0, 1, 2, 4]);
        assert_eq!(waits.iter().max(), Some(&THROTTLE_SECONDS_MAX));
        assert!(waits.is_sorted());
        assert!(throttle.is_forgotten(now.plus_days(1)) && throttle.failed(now.plus_days(1)).failures == 1);
    }
}
