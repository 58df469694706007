//! The book file: one writer thread that commits whole groups of deeds with one fsync, and a few
//! connections that read beside it.

mod answer;
mod audit;
mod audit_log;
mod clue;
mod commission;
mod commit;
mod conversion;
mod correction;
mod customer;
mod entry;
mod fact;
mod fault;
mod file;
mod job;
mod link;
mod list;
mod method;
mod migrate;
mod partner;
mod payout;
mod people;
mod port;
mod probe;
mod program;
mod read;
mod readers;
mod report;
mod rows;
mod simulation;
mod statement;
mod total;
mod version;
mod write;
mod writer;

pub(crate) use self::fault::passes;
use self::{fault::Fault, readers::Readers, writer::Writer};
use engine::ports::StorageError;
use rusqlite::Connection;
use std::{path::Path, sync::Arc};
use tokio::sync::Semaphore;

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Synchronous {
    /// What is answered `Ok` survives a loss of power.
    #[default]
    Full,
    /// It does not. For the test of durability, which has to fail with this.
    Off,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BookOptions {
    pub synchronous: Synchronous,
    /// Scans that run at once; each has a connection of its own.
    pub readers: usize,
}

impl Default for BookOptions {
    fn default() -> Self {
        // Two more than heavy work asks for at once, so that short lists go on beside it.
        Self { synchronous: Synchronous::Full, readers: 6 }
    }
}

/// The book on SQLite. Dropping it waits until the writer has finished what was queued.
pub struct SqliteBook {
    // Dropped in this order: the writer's connection is the last, and only one that may write can
    // leave the one file behind without its write-ahead file.
    readers: Arc<Readers>,
    scans: Arc<Semaphore>,
    writer: Writer,
    probe: probe::Probe,
}

/// The last migration's number.
pub(crate) fn schema() -> i64 {
    migrate::known()
}

/// The schema that a file has.
pub(crate) fn schema_in(conn: &Connection) -> Result<i64, StorageError> {
    migrate::last(conn).map_err(Into::into)
}

/// Makes a file with the tables as they were after a migration.
pub(crate) fn make(path: &Path, schema: i64) -> Result<(), StorageError> {
    let make = || migrate::run_to(&mut Connection::open(path)?, schema);
    make().map_err(|fault: Fault| StorageError::new(format!("{}: {fault}", path.display())))
}

/// Migrates the tables to those of this version, and refuses a row that is not what it must be, by its name.
pub(crate) fn complete(conn: &mut Connection) -> Result<(), StorageError> {
    migrate::run(conn)?;
    // Nothing of the check is kept.
    let transaction = conn.transaction().map_err(Fault::from)?;
    rows::check(&transaction)?;
    transaction.rollback().map_err(Fault::from)?;
    Ok(())
}

fn named(path: &Path, fault: &Fault) -> StorageError {
    StorageError::new(format!("{}: {fault}", path.display()))
}

impl SqliteBook {
    /// Opens the file, or makes it, and brings its tables up to date. A file that a newer version
    /// has written is refused, untouched.
    pub fn open(path: &Path, options: BookOptions) -> Result<SqliteBook, StorageError> {
        file::prepare(path).map_err(|fault| named(path, &fault))?;
        Self::open_prepared(path, options)
    }

    /// Opens a file that is there and is of this version. An older or newer one is refused, untouched: another process
    /// may be serving it.
    pub fn open_current(path: &Path, options: BookOptions) -> Result<SqliteBook, StorageError> {
        file::expect_current(path).map_err(|fault| named(path, &fault))?;
        Self::open_prepared(path, options)
    }

    fn open_prepared(path: &Path, options: BookOptions) -> Result<SqliteBook, StorageError> {
        let named = |fault: Fault| named(path, &fault);
        let scans = options.readers.max(1);
        let readers = Readers::open(path, scans).map_err(named)?;
        let conn = file::for_writing(path, options.synchronous).map_err(named)?;
        let writer = Writer::start(conn)?;
        let (readers, scans) = (Arc::new(readers), Arc::new(Semaphore::new(scans)));
        Ok(SqliteBook { readers, scans, writer, probe: probe::Probe::default() })
    }

    /// Finishes what is queued and writes everything back into the one file. Later commits fail.
    pub async fn close(&self) {
        self.writer.close().await;
    }

    /// A look-up by key, on the calling thread: it takes microseconds.
    fn look<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StorageError> {
        self.readers.read(read)
    }

    /// A read of many rows, on a thread that may block. Scans beyond the number of readers wait.
    async fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StorageError> {
        let gone = |_| StorageError::passing("the book is closed");
        let permit = Arc::clone(&self.scans).acquire_owned().await.map_err(gone)?;
        let readers = Arc::clone(&self.readers);
        let scan = tokio::task::spawn_blocking(move || {
            // Held by the scan itself, which goes on when nobody waits for it any more.
            let _permit = permit;
            readers.read(read)
        });
        scan.await.unwrap_or_else(|fault| Err(StorageError::new(format!("a scan broke off: {fault}"))))
    }
}
