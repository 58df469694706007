//! Deeds of people: logging in and out, passwords and second factors, the team, letters.

mod account;
mod guesses;
mod log_in;
mod one_time_link;
mod outbox;
mod readers;
mod second_factor;
mod session;
mod set_up;
mod team;
mod throttle;

pub use guesses::GUESSES_COUNTED_MAX;
pub(crate) use guesses::Guesses;
pub use log_in::{LogIn, NewSession, Proof};
pub use second_factor::{Enrolling, RecoveryCodes};
pub use session::{OpenSession, SignedIn};
pub use set_up::SetUpInput;
pub use team::{Accepted, InviteInput, MEMBERS_MAX, Member, UserInput};

use crate::{
    Engine, Error, Origin, audit,
    caller::Actor,
    ports::{AuditRecord, Changes, Row},
};
use program::{Membership, Purpose, Session, User};
use serde_json::Value;
use words::{AuditId, Instant, UserId, WorkspaceId};

/// Rows in which commits that change nothing are written.
const NOTHINGS_ROWS: u128 = 256;

impl Engine {
    /// A record of what somebody did on their own account, once for each workspace they belong to, so that every
    /// owner sees it; once without a workspace if they belong to none.
    fn audited_for(
        &self,
        memberships: &[Membership],
        (actor, origin): (Actor, &Origin),
        at: Instant,
        action: &str,
        subject: &str,
        after: Option<Value>,
    ) -> Vec<AuditRecord> {
        let mut workspaces: Vec<Option<WorkspaceId>> = memberships
            .iter()
            .filter(|membership| membership.ended_at.is_none())
            .map(|membership| Some(membership.workspace))
            .collect();
        workspaces.sort_unstable();
        workspaces.dedup();
        if workspaces.is_empty() {
            workspaces.push(None);
        }
        let record = |workspace| AuditRecord {
            id: AuditId::draw(at, self.draw()),
            workspace,
            mode: None,
            at,
            actor,
            origin: origin.clone(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            before: None,
            after: after.clone(),
        };
        workspaces.into_iter().map(record).collect()
    }

    /// A commit that changes nothing anybody can ask for: who is not known waits for the disk as long as who is.
    pub(crate) fn nothing_but_time<T: Default>(&self) -> Result<(T, Changes), Error> {
        let now = self.now();
        // One of a few rows, written over and over: strangers must not make the book grow.
        let hash = format!("nothing-{}", self.draw() % NOTHINGS_ROWS);
        let token = one_time_link::token_of(hash, Purpose::Nothing, now, 0);
        Ok((T::default(), Changes { rows: vec![Row::Token(token)], ..Changes::default() }))
    }

    /// 256 bits of chance as a text that nobody guesses, and the hash under which it is stored.
    fn secret(&self, prefix: &str) -> (String, String) {
        let text = format!("{prefix}_{:032x}{:032x}", self.draw(), self.draw());
        let hash = crate::engine::sha256_hex(text.as_bytes());
        (text, hash)
    }

    /// What the address of a user is, if it was not erased.
    pub fn email_of(&self, user: &User) -> Option<String> {
        let key = user.personal.key.as_ref()?;
        self.vault().open(key, user.personal.email.as_ref()?)
    }

    pub fn name_of(&self, user: &User) -> Option<String> {
        let key = user.personal.key.as_ref()?;
        self.vault().open(key, user.personal.name.as_ref()?)
    }
}

fn visitor(user: Option<UserId>) -> Actor {
    Actor::Visitor { user }
}

/// A session as the audit log shows it.
fn shown(session: &Session) -> Option<Value> {
    audit::view(session)
}
