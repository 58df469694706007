//! Deeds of people: logging in and out, passwords and second factors, the team, letters.

mod account;
mod guesses;
mod log_in;
mod one_time_link;
mod readers;
mod second_factor;
mod session;
mod set_up;
mod team;
mod throttle;

use crate::{
    Engine, Error, Origin, audit,
    caller::Actor,
    ports::{AuditRecord, Changes, Row},
};
use account::prove_again;
pub use account::{change_password, rename_user};
pub use guesses::GUESSES_COUNTED_MAX;
pub(crate) use guesses::Guesses;
pub use log_in::{LogIn, NewSession, Proof, log_in};
use log_in::{audit_log_in, draft_session, spend_link, use_code};
use one_time_link::set_password;
pub use one_time_link::{reset_password, send_log_in_link, send_password_reset};
use program::{Membership, Purpose, Session, User};
pub(crate) use readers::{team_allowed, write_to_all};
use second_factor::matching_step;
pub use second_factor::{
    Enrolling, RecoveryCodes, begin_second_factor, confirm_second_factor, remove_second_factor,
};
use serde_json::Value;
pub(crate) use session::note_use;
use session::reload_session;
pub use session::{
    OpenSession, SignedIn, end_session, enter_portal, enter_workspace, seats, sessions, signed_in,
};
pub use set_up::{SetUpInput, begin_set_up, needs_set_up, set_up};
pub(crate) use team::invite_to;
pub use team::{
    Accepted, InviteInput, MEMBERS_MAX, Member, UserInput, accept_invitation, add_user, change_role, invite,
    invited_email, leave_workspace, remove_member, revoke_invitation,
};
use team::{draft_user, take_seat};
pub(crate) use throttle::count_try;
use throttle::{forgive, let_in, uncount};
use words::{AuditId, Instant, UserId, WorkspaceId};

/// Rows in which commits that change nothing are written.
const NOTHINGS_ROWS: u128 = 256;

/// A record of what somebody did on their own account, once for each workspace they belong to, so that every
/// owner sees it; once without a workspace if they belong to none.
fn audit_entries(
    engine: &Engine,
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
        id: AuditId::draw(at, engine.draw()),
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
pub(crate) fn nothing_but_time<T: Default>(engine: &Engine) -> Result<(T, Changes), Error> {
    let now = engine.now();
    // One of a few rows, written over and over: strangers must not make the book grow.
    let hash = format!("nothing-{}", engine.draw() % NOTHINGS_ROWS);
    let token = one_time_link::token_of(hash, Purpose::Nothing, now, 0);
    Ok((T::default(), Changes { rows: vec![Row::Token(token)], ..Changes::default() }))
}

/// 256 bits of chance as a text that nobody guesses, and the hash under which it is stored.
fn draw_secret(engine: &Engine, prefix: &str) -> (String, String) {
    let text = format!("{prefix}_{:032x}{:032x}", engine.draw(), engine.draw());
    let hash = crate::engine::sha256_hex(text.as_bytes());
    (text, hash)
}

/// What the address of a user is, if it was not erased.
pub fn email_of(engine: &Engine, user: &User) -> Option<String> {
    let key = user.personal.key.as_ref()?;
    engine.vault().open(key, user.personal.email.as_ref()?)
}

pub fn name_of(engine: &Engine, user: &User) -> Option<String> {
    let key = user.personal.key.as_ref()?;
    engine.vault().open(key, user.personal.name.as_ref()?)
}

fn visitor(user: Option<UserId>) -> Actor {
    Actor::Visitor { user }
}

/// A session as the audit log shows it.
fn shown(session: &Session) -> Option<Value> {
    audit::view(session)
}
