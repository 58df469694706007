//! Deeds: who a session is, what it may enter, and how it ends.

use super::{shown, visitor};
use crate::{
    Access, Caller, Engine, Error, Origin, Portal,
    caller::Actor,
    engine::sha256_hex,
    people,
    ports::{Changes, Expected, Row, Use, VersionKey},
};
use program::{Membership, Seat, Session, User};
use words::{Instant, Mode, PartnerId, Scope, SessionId, WorkspaceId};

/// Uses are written down at most this often.
const USE_NOTED_EVERY_MICROS: i64 = 3_600_000_000;

/// Somebody who has logged in. Only a session makes one.
#[derive(Clone, PartialEq, Debug)]
pub struct SignedIn {
    pub(crate) user: User,
    pub(crate) session: Session,
    pub(crate) origin: Origin,
}

impl SignedIn {
    pub fn user(&self) -> &User {
        &self.user
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn actor(&self) -> Actor {
        visitor(Some(self.user.id))
    }
}

/// A session as its owner sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenSession {
    pub session: Session,
    pub used_at: Option<Instant>,
    /// Whether it is the one that asks.
    pub is_own: bool,
}

/// Who holds this session; over or unknown, it is [`Error::SessionOver`].
pub async fn signed_in(engine: &Engine, text: &str, origin: Origin) -> Result<SignedIn, Error> {
    let found = engine.book().session_by_hash(&sha256_hex(text.as_bytes())).await?;
    let (session, user, used_at) = found.ok_or(Error::SessionOver)?;
    if !session.is_open(&user, used_at, engine.now()) {
        return Err(Error::SessionOver);
    }
    people::note_use(engine, &session.id.to_string(), used_at).await?;
    Ok(SignedIn { user, session, origin })
}

/// Writes down that a key or session was used, if that was not done within the hour.
pub(crate) async fn note_use(engine: &Engine, id: &str, used_at: Option<Instant>) -> Result<(), Error> {
    let now = engine.now();
    if used_at.is_some_and(|at| now < at.plus_micros(USE_NOTED_EVERY_MICROS)) {
        return Ok(());
    }
    let attempt = move || async move {
        let rows = vec![Row::Use(Use { id: id.to_owned(), at: now })];
        Ok(((), Changes { rows, ..Changes::default() }))
    };
    engine.transact_unnamed("note_use", attempt).await
}

/// The seats a user has, those that ended left out.
pub async fn seats(engine: &Engine, signed_in: &SignedIn) -> Result<Vec<Membership>, Error> {
    let memberships = engine.book().memberships_of(signed_in.user.id).await?;
    Ok(memberships.into_iter().filter(|membership| membership.ended_at.is_none()).collect())
}

/// Onto the merchant's side, as a member of the team. The workspace may be left out by who has only one.
pub async fn enter_workspace(
    engine: &Engine,
    signed_in: &SignedIn,
    wanted: Option<WorkspaceId>,
    mode: Mode,
) -> Result<Access, Error> {
    let seats = people::seats(engine, signed_in).await?;
    let team = seats.iter().filter_map(|membership| match membership.seat {
        Seat::Team { role } => Some((membership.workspace, role)),
        Seat::Partner { .. } => None,
    });
    let mut team: Vec<_> =
        team.filter(|(workspace, _)| wanted.is_none_or(|wanted| wanted == *workspace)).collect();
    let (workspace, role) = match (team.pop(), team.is_empty()) {
        (Some(only), true) => only,
        (Some(_), false) => return Err(Error::SeatUnclear { what: "workspace" }),
        (None, _) => {
            return Err(Error::NotAllowed { needed: "a place in the workspace's team".to_owned() });
        }
    };
    let (user, session) = (signed_in.user.id, signed_in.session.id);
    let actor = Actor::Member { user, session, role };
    let caller = Caller::new(Scope { workspace, mode }, actor, signed_in.origin.clone());
    Ok(Access::of_member(caller, role))
}

/// Onto the partner's side. The partner may be left out by who acts for only one.
pub async fn enter_portal<'e>(
    engine: &'e Engine,
    signed_in: &SignedIn,
    wanted: Option<PartnerId>,
) -> Result<Portal<'e>, Error> {
    let seats = people::seats(engine, signed_in).await?;
    let seats = seats.iter().filter_map(|membership| match membership.seat {
        Seat::Partner { partner, mode } => Some((Scope { workspace: membership.workspace, mode }, partner)),
        Seat::Team { .. } => None,
    });
    let mut seats: Vec<_> =
        seats.filter(|(_, partner)| wanted.is_none_or(|wanted| wanted == *partner)).collect();
    let (scope, partner) = match (seats.pop(), seats.is_empty()) {
        (Some(only), true) => only,
        (Some(_), false) => return Err(Error::SeatUnclear { what: "partner" }),
        (None, _) => return Err(Error::NotAllowed { needed: "a place at the partner".to_owned() }),
    };
    let (user, session) = (signed_in.user.id, signed_in.session.id);
    let actor = Actor::Partner { user, session, partner };
    Ok(Portal::new(engine, Caller::new(scope, actor, signed_in.origin.clone()), partner))
}

/// A user's open sessions, newest first.
pub async fn sessions(engine: &Engine, signed_in: &SignedIn) -> Result<Vec<OpenSession>, Error> {
    let now = engine.now();
    let found = engine.book().sessions_of(signed_in.user.id).await?;
    let open = found.into_iter().filter(|(session, used_at)| session.is_open(&signed_in.user, *used_at, now));
    let own = signed_in.session.id;
    let open = open.map(|(session, used_at)| OpenSession { is_own: session.id == own, session, used_at });
    let mut open: Vec<_> = open.collect();
    open.reverse();
    Ok(open)
}

/// The session as it is now; over, if it was ended meanwhile.
pub(super) async fn reload_session(engine: &Engine, session: &Session) -> Result<Session, Error> {
    let sessions = engine.book().sessions_of(session.user).await?;
    let found = sessions.into_iter().map(|(found, _)| found).find(|found| found.id == session.id);
    found.filter(|found| found.ended_at.is_none()).ok_or(Error::SessionOver)
}

/// Logs out: ends one of the user's own sessions, this one or another.
pub async fn end_session(engine: &Engine, signed_in: &SignedIn, id: SessionId) -> Result<(), Error> {
    let attempt = move || async move {
        let now = engine.now();
        // A password that is changed at the same time writes its own session anew.
        let key = VersionKey::User(signed_in.user.id);
        let version = engine.book().version(&key).await?;
        let sessions = engine.book().sessions_of(signed_in.user.id).await?;
        let found = sessions.into_iter().map(|(session, _)| session).find(|session| session.id == id);
        let session = found.ok_or_else(|| Error::not_found("session", id))?;
        if session.ended_at.is_some() {
            return Ok(((), Changes::default()));
        }
        let memberships = engine.book().memberships_of(signed_in.user.id).await?;
        let session = Session { ended_at: Some(now), ..session };
        let by = (signed_in.actor(), &signed_in.origin);
        let subject = session.id.to_string();
        let audit =
            people::audit_entries(engine, &memberships, by, now, "session.ended", &subject, shown(&session));
        let (expected, rows) = (vec![Expected { key, version }], vec![Row::Session(session)]);
        Ok(((), Changes { expected, rows, audit, ..Changes::default() }))
    };
    engine.transact_unnamed("end_session", attempt).await
}
