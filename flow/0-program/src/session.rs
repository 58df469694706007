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
    /// Where the log-in came from, for its owner to recognize.
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
    /// Void once the password or the second factor was changed: it counts for its generation only.
    LogIn {
        user: UserId,
        #[serde(default)]
        generation: u32,
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

impl Purpose {
    /// Whose it is, if somebody has an account for it.
    pub fn user(self) -> Option<UserId> {
        match self {
            Purpose::LogIn { user, .. } | Purpose::PasswordReset { user, .. } => Some(user),
            Purpose::Invitation { .. } | Purpose::SetUp | Purpose::Nothing => None,
        }
    }
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

    /// Whether it is good for half of its time at least, so that another letter would be one too many.
    pub fn is_fresh(&self, now: Instant) -> bool {
        let half = self.expires_at.micros_since(self.created_at) / 2;
        // One of the future was made before the clock went back, and may never have arrived.
        self.used_at.is_none() && self.created_at <= now && now < self.created_at.plus_micros(half)
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
/// Failures from one IPv6 network of 48 bits that cost no waiting: a provider gives one to a site, which has 65,536
/// networks of 64 bits to try from.
pub const FREE_FAILURES_FROM_SITE: u32 = 200;
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
    /// `THROTTLE_SECONDS_MAX`, and none before. A failure of the future was counted before the clock went back; nobody
    /// waits for that time to come again.
    pub fn open_at(&self, free: u32, now: Instant) -> Instant {
        let beyond = self.failures.saturating_sub(free);
        if beyond == 0 || self.failed_at > now || self.is_forgotten(now) {
            return now;
        }
        let seconds = 1i64.checked_shl(beyond - 1).unwrap_or(i64::MAX).clamp(1, THROTTLE_SECONDS_MAX);
        self.failed_at.plus_micros(seconds * SECOND_MICROS).max(now)
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
            now = throttle.open_at(FREE_FAILURES_OF_ACCOUNT, now);
            throttle = throttle.failed(now);
            let wait = throttle.open_at(FREE_FAILURES_OF_ACCOUNT, now).micros() - now.micros();
            waits.push(wait / SECOND_MICROS);
        }
        assert_eq!(waits[..8], [0, 0, 0, 0, 0, 1, 2, 4]);
        assert_eq!(waits.iter().max(), Some(&THROTTLE_SECONDS_MAX));
        assert!(waits.is_sorted());
        assert!(throttle.is_forgotten(now.plus_days(1)) && throttle.failed(now.plus_days(1)).failures == 1);
    }
    /// However the clock steps, nobody waits longer than their own wait, and nobody without failures waits.
    #[test]
    fn a_clock_that_steps_makes_nobody_wait_longer() {
        let start = Instant::from_micros(1_800_000_000_000_000);
        for failures in 0..40 {
            let throttle = Throttle { id: "account".to_owned(), failures, failed_at: start };
            let own = throttle.open_at(FREE_FAILURES_OF_ACCOUNT, start).micros_since(start);
            for seconds in [-200_000_000, -2 * 86_400, -3_600, -5, -1, 0, 1, 5, 3_600, 2 * 86_400, 34_560_000]
            {
                let now = start.plus_micros(seconds * SECOND_MICROS);
                let wait = throttle.open_at(FREE_FAILURES_OF_ACCOUNT, now).micros_since(now);
                assert!((0..=own).contains(&wait), "{failures} failures, {seconds} s: {wait}");
                assert_eq!(throttle.failed(now).failed_at, now);
            }
        }
    }
}
