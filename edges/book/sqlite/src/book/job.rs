//! Jobs: written with the deed that wants them, gone with the deed that did them.

use super::{
    SqliteBook,
    fault::Fault,
    read::{self, all, limit, text},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{Job, Jobs, Page, StorageError};
use rusqlite::{Connection, params};
use words::{Instant, JobId};

pub(super) fn put(conn: &Connection, job: &Job) -> Result<(), Fault> {
    upsert!(conn, "jobs", job, [id = text(job.id)], {
        workspace = text(job.scope.workspace),
        mode = job.scope.mode.name(),
        program = text(job.program),
        run_at = job.run_at.micros(),
        attempts = job.attempts,
    })
}

/// False if the job was gone: someone else did it.
pub(super) fn done(conn: &Connection, id: JobId) -> Result<bool, Fault> {
    Ok(conn.prepare_cached("delete from jobs where id = ?1")?.execute([text(id)])? == 1)
}

#[async_trait]
impl Jobs for SqliteBook {
    async fn due_jobs(&self, now: Instant, rows: usize) -> Result<Vec<Job>, StorageError> {
        let sql = "select id, body from jobs where run_at <= ?1 order by run_at, id limit ?2";
        self.look(|conn| all(conn, "jobs", sql, params![now.micros(), limit(rows)]))
    }

    async fn jobs_after(&self, after: Instant, page: Page<JobId>) -> Result<Vec<Job>, StorageError> {
        let sql = "select id, body from jobs where run_at > ?1 and id > ?2 order by id limit ?3";
        self.scan(move |conn| {
            all(conn, "jobs", sql, params![after.micros(), read::after(&page), limit(page.limit)])
        })
        .await
    }
}
