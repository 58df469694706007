//! The audit log: appended to, never edited.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, limit, text},
    write::body,
};
use async_trait::async_trait;
use engine::ports::{AuditFilter, AuditLog, AuditRecord, StorageError};
use rusqlite::{Connection, params};
use words::{AuditId, Instant, Scope};

pub(super) fn append(conn: &Connection, record: &AuditRecord) -> Result<(), Fault> {
    let sql = "
        insert into audit_log (id, workspace, mode, at, actor, action, subject, body)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    conn.prepare_cached(sql)?.execute(params![
        text(record.id),
        record.workspace.map(text),
        record.mode.map(|mode| mode.name()),
        record.at.micros(),
        record.actor.name(),
        record.action,
        record.subject,
        body("audit_log", record)?,
    ])?;
    Ok(())
}

/// Newest first.
fn list(
    conn: &Connection,
    scope: Scope,
    filter: &AuditFilter,
    before: Option<AuditId>,
    rows: usize,
) -> Result<Vec<AuditRecord>, Fault> {
    let sql = "
        select id, body from audit_log
        where workspace = ?1 and (mode = ?9 or (mode is null and ?9 = 'live')) and (?2 is null or id < ?2) and (?3 is null or action = ?3)
            and (?4 is null or subject = ?4) and (?5 is null or actor = ?5)
            and (?6 is null or at >= ?6) and (?7 is null or at < ?7)
        order by id desc limit ?8";
    let wanted = params![
        text(scope.workspace),
        before.map(text),
        filter.action,
        filter.subject,
        filter.actor,
        filter.since.map(Instant::micros),
        filter.until.map(Instant::micros),
        limit(rows),
        scope.mode.name(),
    ];
    all(conn, "audit_log", sql, wanted)
}

#[async_trait]
impl AuditLog for SqliteBook {
    async fn audit_log(
        &self,
        scope: Scope,
        filter: &AuditFilter,
        before: Option<AuditId>,
        rows: usize,
    ) -> Result<Vec<AuditRecord>, StorageError> {
        let filter = filter.clone();
        self.scan(move |conn| list(conn, scope, &filter, before, rows)).await
    }
}
