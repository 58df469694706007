//! By which master key a book was begun, looked up before the book is opened: a book under another key is left alone.

use engine::ports::StorageError;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde::Deserialize;
use std::{path::Path, time::Duration};
use words::SubjectKey;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The row of the table `house`.
const KEY_CHECK: &str = "master_key_check";
/// Rows that are looked at for a subject's key, newest first; those without personal data have none.
const ROWS_LOOKED_AT: i64 = 1_000;
/// Keys that are tried of each table: one unreadable row proves nothing.
const KEYS_TRIED: usize = 5;

/// What tells whether a master key is the one by which a book was begun.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SealEvidence {
    /// The check value of the key; none in a book that an earlier version wrote.
    pub check: Option<String>,
    /// Some subjects' keys. The right master key opens them.
    pub keys: Vec<SubjectKey>,
}

/// Reads the evidence and changes nothing; a file that is not there has none.
pub fn seal_evidence(path: &Path) -> Result<SealEvidence, StorageError> {
    if !path.exists() {
        return Ok(SealEvidence::default());
    }
    let read = || -> rusqlite::Result<SealEvidence> {
        let conn = open(path)?;
        let mut evidence = SealEvidence::default();
        if has(&conn, "house")? {
            let sql = "select value from house where name = ?1";
            evidence.check = conn.query_row(sql, [KEY_CHECK], |row| row.get(0)).optional()?;
        }
        for table in ["users", "partners", "customers"] {
            if has(&conn, table)? {
                evidence.keys.extend(keys_of(&conn, table)?);
            }
        }
        Ok(evidence)
    };
    read().map_err(|fault| named(path, &fault))
}

/// Writes the check value of the master key down, once. The book must be of this version.
pub fn keep_key_check(path: &Path, value: &str) -> Result<(), StorageError> {
    let sql = "insert into house (name, value) values (?1, ?2) on conflict (name) do nothing";
    let kept = open(path).and_then(|conn| conn.execute(sql, [KEY_CHECK, value]));
    kept.map(drop).map_err(|fault| named(path, &fault))
}

fn keys_of(conn: &Connection, table: &str) -> rusqlite::Result<Vec<SubjectKey>> {
    #[derive(Deserialize)]
    struct Subject {
        personal: Personal,
    }
    #[derive(Deserialize)]
    struct Personal {
        key: Option<SubjectKey>,
    }

    let sql = format!("select body from {table} order by id desc limit {ROWS_LOOKED_AT}");
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut keys = Vec::new();
    while keys.len() < KEYS_TRIED
        && let Some(row) = rows.next()?
    {
        let body = row.get_ref(0)?.as_str().unwrap_or_default();
        let subject = serde_json::from_str::<Subject>(body);
        keys.extend(subject.ok().and_then(|subject| subject.personal.key));
    }
    Ok(keys)
}

fn has(conn: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = "select 1 from sqlite_schema where type = 'table' and name = ?1";
    Ok(conn.query_row(sql, [table], |_| Ok(())).optional()?.is_some())
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    Ok(conn)
}

fn named(path: &Path, fault: &rusqlite::Error) -> StorageError {
    StorageError::new(format!("{}: {fault}", path.display()))
}
