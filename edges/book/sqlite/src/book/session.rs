//! Sessions, one-time links and throttles.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, each, maybe_instant, noun, one, text},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{Sessions, StorageError};
use program::{Session, Throttle, Token, User};
use rusqlite::{Connection, params};
use words::{Instant, UserId};

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

pub(super) fn put_throttle(conn: &Connection, throttle: &Throttle) -> Result<(), Fault> {
    upsert!(conn, "throttles", throttle, [id = throttle.id], { failed_at = throttle.failed_at.micros() })
}

#[async_trait]
impl Sessions for SqliteBook {
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

    async fn throttle(&self, id: &str) -> Result<Option<Throttle>, StorageError> {
        self.look(|conn| one(conn, "throttles", "select id, body from throttles where id = ?1", [id]))
    }
}
