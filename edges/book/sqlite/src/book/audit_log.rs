//! The audit log: appended to, never edited.

use super::{fault::Fault, read::text, write::body};
use engine::ports::AuditRecord;
use rusqlite::{Connection, params};

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
