//! API keys, and when keys and sessions were last used.

use super::{
    SqliteBook,
    fault::Fault,
    read::{each, maybe_instant, noun, one, text},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{ApiKeys, StorageError, Use};
use program::ApiKey;
use rusqlite::{Connection, OptionalExtension, Row, params};
use words::{Instant, KeyId, WorkspaceId};

pub(super) fn put_key(conn: &Connection, key: &ApiKey) -> Result<(), Fault> {
    upsert!(conn, "api_keys", key, [id = text(key.id)], {
        workspace = text(key.scope.workspace),
        mode = key.scope.mode.name(),
        hash = key.hash,
        created_at = key.created_at.micros(),
    })
}

/// A use never goes back in time.
pub(super) fn put_use(conn: &Connection, used: &Use) -> Result<(), Fault> {
    let sql = "
        insert into uses (id, at) values (?1, ?2)
        on conflict (id) do update set at = excluded.at where uses.at < excluded.at";
    conn.prepare_cached(sql)?.execute(params![used.id, used.at.micros()])?;
    Ok(())
}

fn used_at(conn: &Connection, id: &str) -> Result<Option<Instant>, Fault> {
    let mut statement = conn.prepare_cached("select at from uses where id = ?1")?;
    Ok(statement.query_row([id], |row| instant(row, 0)).optional()?)
}

fn instant(row: &Row<'_>, at: usize) -> rusqlite::Result<Instant> {
    row.get(at).map(Instant::from_micros)
}

#[async_trait]
impl ApiKeys for SqliteBook {
    async fn key_by_hash(&self, hash: &str) -> Result<Option<ApiKey>, StorageError> {
        self.look(|conn| one(conn, "api_keys", "select id, body from api_keys where hash = ?1", [hash]))
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
}
