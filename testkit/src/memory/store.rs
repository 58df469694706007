//! Where the book in memory keeps its tables.

use super::{fuse::Fuse, tables::Tables};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Forgets everything when it is dropped, and otherwise keeps the contract of `Book`. A commit
/// yields first, so that deeds running side by side meet between loading and committing as they
/// do on a disk.
#[derive(Default)]
pub struct MemoryBook {
    tables: Mutex<Tables>,
    /// Commits that are still let through; none lets all.
    pub(super) fuse: Mutex<Option<Fuse>>,
}

impl MemoryBook {
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rows each table has, without what only remembers that somebody asked.
    pub fn counts(&self) -> std::collections::BTreeMap<&'static str, usize> {
        self.tables().counts()
    }

    /// Rows that strangers can have written: throttles, one-time links, and the versions of both.
    pub fn rows_of_strangers(&self) -> usize {
        let tables = self.tables();
        tables.throttles.len() + tables.tokens.len() + tables.versions.len()
    }

    pub(super) fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
