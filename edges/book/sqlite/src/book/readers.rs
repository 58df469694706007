//! Connections that read. Each read is one transaction, so that it sees one moment of the book.

use super::{fault::Fault, file};
use engine::ports::StorageError;
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Look-ups run on the callers' threads beside the scans; for them this many connections per scan
/// are kept open. When more are wanted at once they are opened, and closed again.
const CONNECTIONS_PER_SCAN: usize = 3;

pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    idle_max: usize,
}

impl Readers {
    pub(super) fn open(path: &Path, scans: usize) -> Result<Self, Fault> {
        let idle_max = scans.saturating_mul(CONNECTIONS_PER_SCAN);
        let idle = (0..scans).map(|_| file::for_reading(path)).collect::<Result<Vec<_>, Fault>>()?;
        Ok(Self { path: path.to_owned(), idle: Mutex::new(idle), idle_max })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StorageError> {
        let conn = self.take()?;
        let result = in_transaction(&conn, read);
        self.give_back(conn);
        Ok(result?)
    }

    fn take(&self) -> Result<Connection, Fault> {
        // The last one used comes first: its pages are still warm.
        let idle = self.idle().pop();
        idle.map_or_else(|| file::for_reading(&self.path), Ok)
    }

    fn give_back(&self, conn: Connection) {
        // One that is stuck in its transaction would answer from the past for ever.
        if !conn.is_autocommit() {
            return;
        }
        let mut idle = self.idle();
        if idle.len() < self.idle_max {
            idle.push(conn);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn in_transaction<T>(
    conn: &Connection,
    read: impl FnOnce(&Connection) -> Result<T, Fault>,
) -> Result<T, Fault> {
    conn.prepare_cached("begin deferred")?.execute([])?;
    let result = read(conn);
    // Nothing was written, so this ends a read that failed as well as one that did not.
    let ended = conn.prepare_cached("commit").and_then(|mut commit| commit.execute([]));
    let value = result?;
    ended?;
    Ok(value)
}
