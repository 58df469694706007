//! Before a newer version migrates a book it copies the file, so that the older version can go on from the copy.

use crate::wire::BOOK_FILE;
use book_sqlite::{copy_database, own_schema_of, schemas};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// `book.db.migration-37` is the book as it was before migration 38.
const COPY_PREFIX: &str = "book.db.migration-";
/// Copies that are kept, the newest.
const COPIES_MAX: usize = 2;
/// A copy holds customers who were erased after it was made, so it is kept no longer than this.
const COPY_DAYS_MAX: u32 = 30;
const DAY: Duration = Duration::from_secs(86_400);

/// Copies the book if it is older than this version. Answers where the copy is. Fails for a book that cannot be migrated.
pub(crate) fn copy_before_migration(data: &Path) -> Result<Option<PathBuf>, String> {
    let book = data.join(BOOK_FILE);
    if !book.exists() {
        return Ok(None);
    }
    let found = own_schema_of(&book).map_err(|fault| fault.to_string())?;
    if found == 0 || found >= schemas().book {
        return Ok(None);
    }

    let copy = data.join(format!("{COPY_PREFIX}{found}"));
    let fresh = data.join(format!("{COPY_PREFIX}{found}.new"));
    let failed = |fault: String| format!("the book could not be copied before its migration: {fault}");
    remove(&fresh).map_err(|fault| failed(fault.to_string()))?;
    copy_database(&book, &fresh).map_err(|fault| {
        // A copy that the disk had no room for takes the room away that the server needs.
        let _ = remove(&fresh);
        failed(fault.to_string())
    })?;

    let keep = || -> io::Result<()> {
        fs::File::open(&fresh)?.sync_all()?;
        fs::rename(&fresh, &copy)?;
        fs::File::open(data)?.sync_all()
    };
    keep().map_err(|fault| failed(format!("{}: {fault}", copy.display())))?;
    Ok(Some(copy))
}

/// Looks every day for copies that are to go.
pub(crate) async fn keep_few_copies(data: PathBuf) {
    loop {
        tokio::time::sleep(DAY).await;
        drop_old_copies(&data);
    }
}

/// Removes copies that are too many or too old.
#[expect(clippy::disallowed_methods, reason = "the age of a file is measured by the clock that stamped it")]
pub(crate) fn drop_old_copies(data: &Path) {
    let dropped = || -> io::Result<()> {
        let mut copies = Vec::new();
        for entry in fs::read_dir(data)? {
            let entry = entry?;
            let is_copy = entry.file_name().to_string_lossy().starts_with(COPY_PREFIX);
            if is_copy {
                copies.push((entry.metadata()?.modified()?, entry.path()));
            }
        }
        copies.sort();
        copies.reverse();
        let now = SystemTime::now();
        for (place, (made, path)) in copies.iter().enumerate() {
            let age = now.duration_since(*made).unwrap_or_default();
            if place >= COPIES_MAX || age > DAY * COPY_DAYS_MAX {
                remove(path)?;
                tracing::info!(copy = %path.display(), "an old copy of the book was removed");
            }
        }
        Ok(())
    };
    if let Err(fault) = dropped() {
        tracing::warn!(%fault, "old copies of the book could not be removed");
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}
