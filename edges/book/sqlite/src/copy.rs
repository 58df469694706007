//! Copies of files that others are writing to.

use engine::ports::StorageError;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::{path::Path, time::Duration};

/// How long a copy waits for a process that holds the file for a moment.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Writes the last committed state of a database into a new file, in one piece: what is committed meanwhile is not
/// in it, and nothing that was deleted before is.
pub fn copy_database(from: &Path, to: &Path) -> Result<(), StorageError> {
    let copied = open(from).and_then(|conn| {
        let to = to.to_string_lossy();
        conn.execute("vacuum into ?1", [to.as_ref()]).map(drop)
    });
    copied.map_err(|fault| StorageError::new(format!("{}: {fault}", from.display())))
}

/// Looks through a whole database file for what cannot be.
pub fn check_database(path: &Path) -> Result<(), StorageError> {
    let said = open(path).and_then(|conn| {
        conn.query_row("pragma integrity_check", [], |row| row.get::<_, String>(0)).optional()
    });
    match said.map(Option::unwrap_or_default) {
        Ok(said) if said == "ok" => Ok(()),
        Ok(said) => Err(StorageError::new(format!("{}: {said}", path.display()))),
        Err(fault) => Err(StorageError::new(format!("{}: {fault}", path.display()))),
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    Ok(conn)
}
