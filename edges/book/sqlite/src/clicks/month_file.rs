//! One month's file: its name, its schema, and how it is opened.

use super::row::{self, COLUMNS};
use crate::{Synchronous, book::passes};
use engine::ports::StorageError;
use rusqlite::{Connection, OpenFlags};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};
use words::Month;

const SCHEMA: &str = include_str!("schema.sql");
/// The schema's version, kept in the file; a later one adds its migration here.
pub(crate) const SCHEMA_VERSION: i64 = 2;
/// How long a statement waits for someone outside who holds the file, such as a backup.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Beyond this a write-ahead file is cut back after its contents moved to the month file.
const WRITE_AHEAD_BYTES_MAX: i64 = 64 << 20;

fn path(folder: &Path, month: Month) -> PathBuf {
    folder.join(format!("clicks-{month}.db"))
}

/// The months that have a file, in order.
pub(super) fn months(folder: &Path) -> Result<Vec<Month>, StorageError> {
    let month_of = |name: &str| name.strip_prefix("clicks-")?.strip_suffix(".db")?.parse::<Month>().ok();
    let read = || -> io::Result<Vec<Month>> {
        let mut months = Vec::new();
        for entry in fs::read_dir(folder)? {
            months.extend(entry?.file_name().to_str().and_then(month_of));
        }
        months.sort();
        Ok(months)
    };
    read().map_err(|fault| StorageError::new(format!("{}: {fault}", folder.display())))
}

/// Opens the month's file for writing; makes it, if it is not there.
pub(super) fn open_for_writing(
    folder: &Path,
    month: Month,
    synchronous: Synchronous,
) -> Result<Connection, StorageError> {
    let path = path(folder, month);
    if !is_there(&path)? {
        make(folder, month)?;
    }
    let synchronous = match synchronous {
        Synchronous::Full => "full",
        Synchronous::Off => "off",
    };
    let file = open(&path, month)?;
    let set = || -> rusqlite::Result<()> {
        file.pragma_update(None, "synchronous", synchronous)?;
        // Where fsync alone does not reach the disk (macOS), ask for more; elsewhere this says nothing.
        file.pragma_update(None, "fullfsync", true)?;
        file.pragma_update(None, "journal_size_limit", WRITE_AHEAD_BYTES_MAX)?;
        // The writer chooses the moment itself: after it has answered, never before.
        file.pragma_update(None, "wal_autocheckpoint", 0)
    };
    set().map_err(|fault| storage(month, &fault))?;
    Ok(file)
}

/// A file that cannot be looked at is not taken for one that is not there, and made anew over it.
fn is_there(path: &Path) -> Result<bool, StorageError> {
    path.try_exists().map_err(|fault| StorageError::new(format!("{}: {fault}", path.display())))
}

/// Makes the month's file under another name first, so that nobody ever opens half of one.
fn make(folder: &Path, month: Month) -> Result<(), StorageError> {
    let path = path(folder, month);
    let fresh = path.with_extension("db.new");
    let fill = || -> rusqlite::Result<()> {
        let file = Connection::open(&fresh)?;
        make_tables(&file, month)?;
        file.pragma_update(None, "journal_mode", "wal")?;
        file.close().map_err(|(_, fault)| fault)
    };
    let in_folder = |fault: io::Error| StorageError::new(format!("{}: {fault}", folder.display()));
    // What a crash left half made, and a write-ahead file whose own file someone took away.
    remove_file(&fresh).map_err(in_folder)?;
    remove(folder, month)?;
    fill().map_err(|fault| storage(month, &fault))?;
    fs::rename(&fresh, &path).map_err(in_folder)?;
    // The name must be as durable as what is in the file.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(in_folder)
}

pub(crate) fn make_tables(file: &Connection, month: Month) -> rusqlite::Result<()> {
    file.execute_batch("BEGIN")?;
    file.execute_batch(SCHEMA)?;
    row::make_view(file, month)?;
    file.execute_batch(&format!("PRAGMA user_version = {SCHEMA_VERSION}; COMMIT"))
}

/// Refuses the first click that cannot be read or is not of the month.
pub(crate) fn check_rows(file: &Connection, month: Month) -> Result<(), String> {
    let faults = faulty_rows(file, month, 1).map_err(|fault| fault.to_string())?;
    faults.into_iter().next().map_or(Ok(()), Err)
}

/// Clicks that cannot be read or are not of the month, at most `most`, in words.
pub(super) fn faulty_rows(file: &Connection, month: Month, most: usize) -> rusqlite::Result<Vec<String>> {
    let mut statement = file.prepare(&format!("SELECT {COLUMNS} FROM visits"))?;
    let mut rows = statement.query([])?;
    let mut faults = Vec::new();
    while faults.len() < most {
        let Some(row) = rows.next()? else { break };
        let id = || row::id(row).map_or_else(|_| "a row without id".to_owned(), |id| id.to_string());
        match row::read(row) {
            Ok(click) if click.id.drawn_at().month() == month => {}
            Ok(click) => faults.push(format!("clicks of {month}: {} is of another month", click.id)),
            Err(fault) => faults.push(format!("clicks of {month}: {}: {fault}", id())),
        }
    }
    Ok(faults)
}

/// Refuses files that another version has written: their clicks would be lost one by one. A file that cannot be looked
/// at is left to those who need it.
pub(super) fn refuse_others(folder: &Path) -> Result<(), StorageError> {
    for month in months(folder)? {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let version = Connection::open_with_flags(path(folder, month), flags).and_then(|file| {
            file.busy_timeout(BUSY_TIMEOUT)?;
            file.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        });
        match version {
            Ok(version) if version != SCHEMA_VERSION => return Err(unknown_version(month, version)),
            Ok(_) => {}
            Err(fault) => tracing::error!(%month, %fault, "the clicks of a month cannot be read"),
        }
    }
    Ok(())
}

fn unknown_version(month: Month, version: i64) -> StorageError {
    // A month's file gets its tables under another name: one without them is not ours.
    if version == 0 {
        return StorageError::new(format!(
            "clicks of {month}: the file is empty, or not one of honeyguide's: move it away"
        ));
    }
    StorageError::new(format!(
        "clicks of {month}: the file has version {version}, and this honeyguide knows {SCHEMA_VERSION} only: `export` by \
         the version that wrote it, and `import` by this one"
    ))
}

/// Opens the month's file for reading. None when there is no such file.
pub(super) fn open_for_reading(folder: &Path, month: Month) -> Result<Option<Connection>, StorageError> {
    let path = path(folder, month);
    if !is_there(&path)? {
        return Ok(None);
    }
    let file = open(&path, month)?;
    file.pragma_update(None, "query_only", true).map_err(|fault| storage(month, &fault))?;
    Ok(Some(file))
}

/// Opens a file that is there. Not read-only even for readers: whoever reads a file with a
/// write-ahead log takes part in its locks.
fn open(path: &Path, month: Month) -> Result<Connection, StorageError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<(Connection, i64)> {
        let file = Connection::open_with_flags(path, flags)?;
        file.busy_timeout(BUSY_TIMEOUT)?;
        let version = file.pragma_query_value(None, "user_version", |row| row.get(0))?;
        Ok((file, version))
    };
    match open().map_err(|fault| storage(month, &fault))? {
        (file, SCHEMA_VERSION) => Ok(file),
        (_, other) => Err(unknown_version(month, other)),
    }
}

/// Removes the month's file and what SQLite keeps beside it. Nobody may have it open.
pub(super) fn remove(folder: &Path, month: Month) -> Result<(), StorageError> {
    let main = path(folder, month).into_os_string();
    // The file itself goes last: while it is there, the others have a name that is found.
    for suffix in ["-shm", "-wal", ""] {
        let mut path = main.clone();
        path.push(suffix);
        remove_file(Path::new(&path))
            .map_err(|fault| StorageError::new(format!("clicks of {month}: {fault}")))?;
    }
    Ok(())
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

pub(super) fn storage(month: Month, fault: &rusqlite::Error) -> StorageError {
    StorageError {
        text: format!("clicks of {month}: {fault}"),
        is_passing: passes(fault) && !cannot_open(fault),
    }
}

/// Whatever is there in place of the month's file will not go away by waiting.
fn cannot_open(fault: &rusqlite::Error) -> bool {
    fault.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen)
}
