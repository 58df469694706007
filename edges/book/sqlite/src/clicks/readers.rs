//! Connections for reading, apart from the writer's, kept by month while they are idle.

use super::month_file;
use engine::ports::StorageError;
use rusqlite::Connection;
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};
use words::Month;

/// Idle connections kept for a month; further ones are closed after use.
const IDLE_PER_MONTH_MAX: usize = 4;

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    busy: usize,
}

pub(super) struct Readers {
    pub(super) folder: PathBuf,
    pools: Mutex<BTreeMap<Month, Pool>>,
}

impl Readers {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, pools: Mutex::default() }
    }

    /// Asks the month's file. None when there is none.
    pub(super) fn read<T>(
        &self,
        month: Month,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StorageError> {
        let Some(lent) = self.lend(month)? else { return Ok(None) };
        let answer = lent.connection.as_ref().map(ask).transpose();
        answer.map_err(|fault| month_file::storage(month, &fault))
    }

    fn lend(&self, month: Month) -> Result<Option<Lent<'_>>, StorageError> {
        let mut pools = self.lock();
        let idle = pools.get_mut(&month).and_then(|pool| pool.idle.pop());
        let connection = match idle {
            Some(connection) => connection,
            // Opened under the lock, so that no file is removed between the look and the opening.
            None => match month_file::open_for_reading(&self.folder, month)? {
                Some(connection) => connection,
                None => return Ok(None),
            },
        };
        pools.entry(month).or_default().busy += 1;
        Ok(Some(Lent { readers: self, month, connection: Some(connection) }))
    }

    /// Removes the month's file, which the writer has closed. False when someone is reading it:
    /// then it stays for the next time, since SQLite loses track of files removed under its hands.
    pub(super) fn retire(&self, month: Month) -> Result<bool, StorageError> {
        let mut pools = self.lock();
        if pools.get(&month).is_some_and(|pool| pool.busy > 0) {
            return Ok(false);
        }
        pools.remove(&month);
        month_file::remove(&self.folder, month)?;
        Ok(true)
    }

    /// Closes what is idle, so that the last to close a file tidies it up.
    pub(super) fn close(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Month, Pool>> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection on loan; it goes back when the reading ends, however it ends.
struct Lent<'a> {
    readers: &'a Readers,
    month: Month,
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pools = self.readers.lock();
        let pool = pools.entry(self.month).or_default();
        pool.busy = pool.busy.saturating_sub(1);
        if pool.idle.len() < IDLE_PER_MONTH_MAX {
            pool.idle.extend(self.connection.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Synchronous;

    #[test]
    fn a_month_that_is_being_read_is_retired_the_next_time() {
        let folder = std::env::temp_dir().join(format!("honeyguide-readers-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let month: Month = "2026-11".parse().unwrap();
        drop(month_file::open_for_writing(&folder, month, Synchronous::Full).unwrap());
        let readers = Readers::new(folder.clone());
        let count =
            |file: &Connection| file.query_row("SELECT count(*) FROM clicks", [], |row| row.get::<_, i64>(0));
        let counted = readers.read(month, |file| {
            assert_eq!(readers.retire(month), Ok(false));
            count(file)
        });
        assert_eq!(counted, Ok(Some(0)));
        assert_eq!(readers.retire(month), Ok(true), "the idle connection is closed first");
        assert_eq!(readers.read(month, count), Ok(None));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
