//! People: users, their seats and sessions, one-time links, throttles, keys' uses and letters.

use super::{
    SqliteBook, audit_log,
    fault::Fault,
    read::{all, each, limit, noun, one, text},
    version,
    write::{body, upsert},
};
use async_trait::async_trait;
use engine::ports::{AuditFilter, AuditRecord, OutgoingLetter, People, StorageError, Use, VersionKey};
use program::{ApiKey, Invitation, Membership, Session, Throttle, Token, User, Workspace};
use rusqlite::{Connection, OptionalExtension, Row, params};
use words::{
    AuditId, EmailHash, Instant, InvitationId, KeyId, LetterId, MembershipId, Scope, UserId, WorkspaceId,
};

pub(super) fn put_user(conn: &Connection, user: &User) -> Result<(), Fault> {
    upsert!(conn, "users", user, [id = text(user.id)], {
        email_hash = user.personal.email_hash.as_ref().map_or_else(|| text(user.id), |hash| hash.0.clone()),
        created_at = user.created_at.micros(),
    })
}

pub(super) fn put_membership(conn: &Connection, membership: &Membership) -> Result<(), Fault> {
    upsert!(conn, "memberships", membership, [id = text(membership.id)], {
        workspace = text(membership.workspace),
        user = text(membership.user),
        seat = membership.seat.name(),
        role = membership.seat.role().name(),
        created_at = membership.created_at.micros(),
        ended_at = membership.ended_at.map(Instant::micros),
    })
}

pub(super) fn put_session(conn: &Connection, session: &Session) -> Result<(), Fault> {
    upsert!(conn, "sessions", session, [id = text(session.id)], {
        user = text(session.user),
        hash = session.hash,
        expires_at = session.expires_at.micros(),
    })
}

pub(super) fn put_token(conn: &Connection, token: &Token) -> Result<(), Fault> {
    upsert!(conn, "tokens", token, [hash = token.hash], {
        expires_at = token.expires_at.micros(),
        user = token.purpose.user().map(text),
    })
}

pub(super) fn put_invitation(conn: &Connection, invitation: &Invitation) -> Result<(), Fault> {
    upsert!(conn, "invitations", invitation, [id = text(invitation.id)], {
        workspace = text(invitation.workspace),
        status = invitation.status.name(),
        created_at = invitation.created_at.micros(),
        expires_at = invitation.expires_at.micros(),
    })
}

pub(super) fn put_throttle(conn: &Connection, throttle: &Throttle) -> Result<(), Fault> {
    upsert!(conn, "throttles", throttle, [id = throttle.id], { failed_at = throttle.failed_at.micros() })
}

/// A use never goes back in time.
pub(super) fn put_use(conn: &Connection, used: &Use) -> Result<(), Fault> {
    let sql = "
        insert into uses (id, at) values (?1, ?2)
        on conflict (id) do update set at = max(at, excluded.at)";
    conn.prepare_cached(sql)?.execute(params![used.id, used.at.micros()])?;
    Ok(())
}

pub(super) fn put_letter(conn: &Connection, letter: &OutgoingLetter) -> Result<(), Fault> {
    let sql = "
        insert into letters (id, run_at, body) values (?1, ?2, ?3)
        on conflict (id) do update set run_at = excluded.run_at, body = excluded.body";
    conn.prepare_cached(sql)?.execute(params![
        text(letter.id),
        letter.run_at.micros(),
        body("letters", letter)?
    ])?;
    Ok(())
}

/// False if the letter was gone: someone else sent it.
pub(super) fn letter_done(conn: &Connection, id: LetterId) -> Result<bool, Fault> {
    Ok(conn.prepare_cached("delete from letters where id = ?1")?.execute([text(id)])? == 1)
}

/// Some of the sessions and one-time links that expired, and of the throttles that failed last, before `before`: at most
/// `most` of each. Answers whether there may be more.
pub(super) fn forget_expired(conn: &Connection, before: Instant, most: usize) -> Result<bool, Fault> {
    let mut is_over = true;
    for (follower, sql) in [
        (
            "delete from uses where id in
                 (select id from sessions where expires_at < ?1 order by expires_at, id limit ?2)",
            "delete from sessions where id in
                 (select id from sessions where expires_at < ?1 order by expires_at, id limit ?2)",
        ),
        (
            "delete from versions where key in
                 (select 'token/' || hash from tokens where expires_at < ?1 order by expires_at, hash limit ?2)",
            "delete from tokens where hash in
                 (select hash from tokens where expires_at < ?1 order by expires_at, hash limit ?2)",
        ),
        (
            "delete from versions where key in
                 (select 'throttle/' || id from throttles where failed_at < ?1 order by failed_at, id limit ?2)",
            "delete from throttles where id in
                 (select id from throttles where failed_at < ?1 order by failed_at, id limit ?2)",
        ),
    ] {
        conn.prepare_cached(follower)?.execute(params![before.micros(), limit(most)])?;
        is_over &= conn.prepare_cached(sql)?.execute(params![before.micros(), limit(most)])? < most;
    }
    Ok(!is_over)
}

fn used_at(conn: &Connection, id: &str) -> Result<Option<Instant>, Fault> {
    let mut statement = conn.prepare_cached("select at from uses where id = ?1")?;
    Ok(statement.query_row([id], |row| instant(row, 0)).optional()?)
}

fn instant(row: &Row<'_>, at: usize) -> rusqlite::Result<Instant> {
    row.get(at).map(Instant::from_micros)
}

/// The instant in column `at`, if there is one.
fn maybe_instant(row: &Row<'_>, at: usize) -> Result<Option<Instant>, Fault> {
    Ok(row.get::<_, Option<i64>>(at)?.map(Instant::from_micros))
}

#[async_trait]
impl People for SqliteBook {
    async fn version(&self, key: &VersionKey) -> Result<u64, StorageError> {
        self.look(|conn| version::of(conn, key))
    }

    async fn workspace(&self, id: WorkspaceId) -> Result<Option<Workspace>, StorageError> {
        let sql = "select id, body from workspaces where id = ?1";
        self.look(|conn| one(conn, "workspaces", sql, [text(id)]))
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, StorageError> {
        self.look(|conn| one(conn, "users", "select id, body from users where id = ?1", [text(id)]))
    }

    async fn user_by_email(&self, hash: &EmailHash) -> Result<Option<User>, StorageError> {
        let sql = "select id, body from users where email_hash = ?1";
        self.look(|conn| one(conn, "users", sql, [&hash.0]))
    }

    async fn membership(&self, id: MembershipId) -> Result<Option<Membership>, StorageError> {
        let sql = "select id, body from memberships where id = ?1";
        self.look(|conn| one(conn, "memberships", sql, [text(id)]))
    }

    async fn memberships_of(&self, user: UserId) -> Result<Vec<Membership>, StorageError> {
        let sql = "select id, body from memberships where user = ?1 order by id";
        self.look(|conn| all(conn, "memberships", sql, [text(user)]))
    }

    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<(Membership, User)>, StorageError> {
        let sql = "
            select m.id, m.body, u.id, u.body from memberships m join users u on u.id = m.user
            where m.workspace = ?1 order by m.id";
        self.look(|conn| {
            each(conn, sql, [text(workspace)], |row| {
                Ok((noun(row, 0, "memberships")?, noun(row, 2, "users")?))
            })
        })
    }

    async fn session_by_hash(
        &self,
        hash: &str,
    ) -> Result<Option<(Session, User, Option<Instant>)>, StorageError> {
        let sql = "
            select s.id, s.body, u.id, u.body, uses.at
            from sessions s join users u on u.id = s.user left join uses on uses.id = s.id
            where s.hash = ?1";
        let found = self.look(|conn| {
            each(conn, sql, [hash], |row| {
                Ok((noun(row, 0, "sessions")?, noun(row, 2, "users")?, maybe_instant(row, 4)?))
            })
        });
        Ok(found?.pop())
    }

    async fn sessions_of(&self, user: UserId) -> Result<Vec<(Session, Option<Instant>)>, StorageError> {
        let sql = "
            select s.id, s.body, uses.at from sessions s left join uses on uses.id = s.id
            where s.user = ?1 order by s.id";
        self.look(|conn| {
            each(conn, sql, [text(user)], |row| Ok((noun(row, 0, "sessions")?, maybe_instant(row, 2)?)))
        })
    }

    async fn token(&self, hash: &str) -> Result<Option<Token>, StorageError> {
        self.look(|conn| one(conn, "tokens", "select hash, body from tokens where hash = ?1", [hash]))
    }

    async fn tokens_of(&self, user: UserId, now: Instant) -> Result<Vec<Token>, StorageError> {
        let sql = "select hash, body from tokens where user = ?1 and expires_at > ?2 order by expires_at";
        self.look(|conn| all(conn, "tokens", sql, params![text(user), now.micros()]))
    }

    async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError> {
        let sql = "select id, body from invitations where id = ?1";
        self.look(|conn| one(conn, "invitations", sql, [text(id)]))
    }

    async fn invitations(&self, workspace: WorkspaceId) -> Result<Vec<Invitation>, StorageError> {
        let sql = "select id, body from invitations where workspace = ?1 order by id";
        self.look(|conn| all(conn, "invitations", sql, [text(workspace)]))
    }

    async fn throttle(&self, id: &str) -> Result<Option<Throttle>, StorageError> {
        self.look(|conn| one(conn, "throttles", "select id, body from throttles where id = ?1", [id]))
    }

    async fn key(&self, workspace: WorkspaceId, id: KeyId) -> Result<Option<ApiKey>, StorageError> {
        let sql = "select id, body from api_keys where id = ?1 and workspace = ?2";
        self.look(|conn| one(conn, "api_keys", sql, [text(id), text(workspace)]))
    }

    async fn keys(&self, workspace: WorkspaceId) -> Result<Vec<(ApiKey, Option<Instant>)>, StorageError> {
        let sql = "
            select k.id, k.body, uses.at from api_keys k left join uses on uses.id = k.id
            where k.workspace = ?1 order by k.id";
        self.look(|conn| {
            each(conn, sql, [text(workspace)], |row| Ok((noun(row, 0, "api_keys")?, maybe_instant(row, 2)?)))
        })
    }

    async fn used_at(&self, id: &str) -> Result<Option<Instant>, StorageError> {
        self.look(|conn| used_at(conn, id))
    }

    async fn audit_log(
        &self,
        scope: Scope,
        filter: &AuditFilter,
        before: Option<AuditId>,
        rows: usize,
    ) -> Result<Vec<AuditRecord>, StorageError> {
        let filter = filter.clone();
        self.scan(move |conn| audit_log::list(conn, scope, &filter, before, rows)).await
    }

    async fn due_letters(&self, now: Instant, rows: usize) -> Result<Vec<OutgoingLetter>, StorageError> {
        let sql = "select id, body from letters where run_at <= ?1 order by run_at, id limit ?2";
        self.look(|conn| all(conn, "letters", sql, params![now.micros(), limit(rows)]))
    }

    async fn letters_after(&self, after: Instant, rows: usize) -> Result<Vec<OutgoingLetter>, StorageError> {
        let sql = "select id, body from letters where run_at > ?1 order by run_at, id limit ?2";
        self.look(|conn| all(conn, "letters", sql, params![after.micros(), limit(rows)]))
    }
}
