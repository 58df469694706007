//! Opening connections to the book's file, each with the settings that its work needs.

use super::{Synchronous, fault::Fault, migrate};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{path::Path, time::Duration};

/// How long a connection waits for another process (a backup, the shell) to let go of the file.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// More than the book has statements, so that each is compiled once per connection.
const STATEMENTS_CACHED: usize = 256;
const WRITER_CACHE_KIB: i64 = 64 * 1024;
/// Readers share the system's page cache through the memory map, so their own may be small.
const READER_CACHE_KIB: i64 = 8 * 1024;
const MEMORY_MAP_BYTES: i64 = 1 << 30;
/// Write-ahead pages (16 MiB) after which a commit writes them back into the file.
const CHECKPOINT_PAGES: i64 = 4_096;
/// What the write-ahead file is cut back to when a long read had made it grow.
const WRITE_AHEAD_BYTES_KEPT: i64 = 64 << 20;

/// Makes the file what the other connections expect: write-ahead mode, all migrations applied.
pub(super) fn prepare(path: &Path) -> Result<(), Fault> {
    let mut conn = Connection::open(path)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    migrate::refuse_foreign(&conn)?;
    conn.pragma_update(None, "journal_mode", "wal")?;
    // Migrations are as durable as commits.
    conn.pragma_update(None, "synchronous", "full")?;
    migrate::run(&mut conn)
}

/// Looks whether the file is one of this version, and leaves it as it is.
pub(super) fn expect_current(path: &Path) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    migrate::expect_current(&conn)
}

pub(super) fn for_writing(path: &Path, synchronous: Synchronous) -> Result<Connection, Fault> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    configure(&conn, WRITER_CACHE_KIB)?;
    let synchronous = match synchronous {
        Synchronous::Full => "full",
        Synchronous::Off => "off",
    };
    conn.pragma_update(None, "synchronous", synchronous)?;
    // Where fsync alone does not reach the disk (macOS), ask for more; elsewhere this says nothing.
    conn.pragma_update(None, "fullfsync", true)?;
    // What is erased is overwritten, not only let go of.
    conn.pragma_update(None, "secure_delete", true)?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    conn.pragma_update(None, "journal_size_limit", WRITE_AHEAD_BYTES_KEPT)?;
    Ok(conn)
}

pub(super) fn for_reading(path: &Path) -> Result<Connection, Fault> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    configure(&conn, READER_CACHE_KIB)?;
    Ok(conn)
}

fn configure(conn: &Connection, cache_kib: i64) -> Result<(), Fault> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    // A plan depends on the statement alone. Otherwise SQLite compiles a cached statement anew each
    // time that values are bound to it, to look at them first, which costs more than the statement.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "foreign_keys", false)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    // A negative number is in KiB, a positive one in pages.
    conn.pragma_update(None, "cache_size", -cache_kib)?;
    conn.pragma_update(None, "mmap_size", MEMORY_MAP_BYTES)?;
    Ok(())
}
