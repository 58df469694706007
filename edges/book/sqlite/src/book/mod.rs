//! The book file: one writer thread that commits whole groups of deeds with one fsync, and a few
//! connections that read beside it.

mod account;
mod answer;
mod api_key;
mod audit;
mod audit_log;
mod columns;
mod commission;
mod commit;
mod conversion;
mod correction;
mod counted;
mod customer;
mod entry;
mod external_id;
mod fact;
mod fault;
mod file;
mod first_sales;
mod job;
mod letter;
mod link;
mod list;
mod method;
mod migrate;
mod partner;
mod payout;
mod probe;
mod program;
mod read;
mod readers;
mod report;
mod rows;
mod session;
mod simulation;
mod statement;
mod sums;
mod total;
mod upkeep;
mod version;
mod write;
mod writer;

pub(crate) use self::{
    fact::restore as restore_fact,
    fault::passes,
    rows::{TABLES, Table},
};
use self::{fault::Fault, readers::Readers, writer::Writer};
use crate::blocking::blocking;
use engine::ports::StorageError;
use rusqlite::{Connection, Params};
use serde::de::DeserializeOwned;
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
        // Two more than all kinds of heavy work ask for at once, so that short reads go on beside it.
        Self { synchronous: Synchronous::Full, readers: 12 }
    }
}

/// The book on SQLite. Dropping its last handle waits until the writer has finished what was queued.
pub struct SqliteBook {
    // Dropped in this order: the writer's connection is the last, and only one that may write can
    // leave the one file behind without its write-ahead file.
    readers: Arc<Readers>,
    scans: Arc<Semaphore>,
    writer: Arc<Writer>,
    probe: Arc<probe::Probe>,
}

/// The last migration's number.
pub(crate) fn schema() -> i64 {
    migrate::known()
}

/// The schema that a file has.
pub(crate) fn schema_in(conn: &Connection) -> Result<i64, StorageError> {
    migrate::last(conn).map_err(Into::into)
}

/// Fails if no migration leads from the file's tables to those of this version.
pub(crate) fn refuse_foreign(conn: &Connection) -> Result<(), StorageError> {
    migrate::refuse_foreign(conn).map_err(Into::into)
}

/// Makes a file with empty tables.
pub(crate) fn make(path: &Path) -> Result<(), StorageError> {
    let make = || migrate::run(&mut Connection::open(path)?);
    make().map_err(|fault: Fault| named(path, &fault))
}

/// Adds the figures of reports up again from the rows.
pub(crate) fn rebuild_sums(conn: &Connection) -> Result<(), StorageError> {
    counted::rebuild(conn).map_err(Into::into)
}

/// Fails at the first fact that cannot be read.
pub(crate) fn check_facts(conn: &Connection) -> Result<(), StorageError> {
    rows::check_facts(conn).map_err(Into::into)
}

/// The nouns of a table's rows that fulfill the condition, whose places the values take.
pub(crate) fn rows_where<T: DeserializeOwned>(
    conn: &Connection,
    table: &'static str,
    condition: &str,
    values: impl Params,
) -> Result<Vec<T>, String> {
    let sql = format!("select id, body from {table} where {condition}");
    read::all(conn, table, &sql, values).map_err(|fault| fault.to_string())
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
        let writer = Arc::new(Writer::start(conn)?);
        let (readers, scans) = (Arc::new(readers), Arc::new(Semaphore::new(scans)));
        Ok(SqliteBook { readers, scans, writer, probe: Arc::default() })
    }

    /// Another handle on this book, with readers of its own: its scans wait for those of no other handle.
    pub fn beside(&self, readers: usize) -> Result<SqliteBook, StorageError> {
        let readers = readers.max(1);
        let own = Readers::open(self.readers.path(), readers)?;
        let (own, scans) = (Arc::new(own), Arc::new(Semaphore::new(readers)));
        Ok(SqliteBook { readers: own, scans, writer: self.writer.clone(), probe: self.probe.clone() })
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
        let scan = move || {
            // Held by the scan itself, which goes on when nobody waits for it any more.
            let _permit = permit;
            readers.read(read)
        };
        blocking("a scan", scan).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::ports::{Facts, Upkeep};
    use std::{sync::mpsc, time::Duration};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_handle_beside_waits_for_no_scan_of_another() {
        let folder = std::env::temp_dir().join(format!("honeyguide-beside-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let options = BookOptions { readers: 1, ..BookOptions::default() };
        let book = Arc::new(SqliteBook::open(&folder.join("book.db"), options).unwrap());
        let beside = book.beside(1).unwrap();
        let (go_on, gate) = mpsc::channel::<()>();
        let long = tokio::spawn({
            let book = book.clone();
            // Ends once the test lets go.
            async move { book.scan(move |_| Ok(gate.recv().is_err())).await }
        });
        while book.scans.available_permits() > 0 {
            tokio::task::yield_now().await;
        }

        let waits = tokio::time::timeout(Duration::from_millis(200), book.facts(None, 0, 1)).await;
        assert!(waits.is_err(), "the only reader is taken");
        assert_eq!(beside.facts(None, 0, 1).await.unwrap(), Vec::new());
        beside.probe().await.unwrap();

        drop(go_on);
        long.await.unwrap().unwrap();
        drop((book, beside));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
