//! What keeps the book in good order.

use super::{SqliteBook, audit, fault::Fault, probe::storage_fault, read::limit};
use async_trait::async_trait;
use engine::ports::{Audit, StorageError, Upkeep};
use rusqlite::{Connection, params};
use words::Instant;

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

#[async_trait]
impl Upkeep for SqliteBook {
    async fn forget_expired(&self, before: Instant) -> Result<(), StorageError> {
        // Nothing is expected of a deletion, and it takes nobody's place.
        self.writer.forget_expired(before).await.map_err(storage_fault)
    }

    async fn scrub(&self) -> Result<bool, StorageError> {
        self.writer.scrub().await
    }

    async fn scrub_rest(&self) -> Result<bool, StorageError> {
        self.writer.scrub_rest().await
    }

    async fn probe(&self) -> Result<(), StorageError> {
        self.probe.ask(&self.writer).await
    }

    async fn audit(&self) -> Result<Audit, StorageError> {
        self.scan(audit::audit).await
    }
}
