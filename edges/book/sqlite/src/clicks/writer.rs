//! The writer's thread: everything that waits, up to a limit, in one transaction and one fsync for
//! each month's file, and only then the answers.

use super::{
    month_file,
    numbers::Numbers,
    queue::{Order, Queue, Waiting, Work},
    readers::Readers,
    row::{self, Cells},
    unknown::UnknownSlugs,
};
use crate::Synchronous;
use engine::ports::StorageError;
use rusqlite::Connection;
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};
use words::{Instant, Month};

/// Clicks of one transaction. More would make those who came first wait for those who came last.
pub const CLICKS_PER_COMMIT_MAX: usize = 512;
/// Month files open for writing at once. A server writes to one; whoever fills in the past, to several.
const FILES_OPEN_MAX: usize = 6;
/// Pages in the write-ahead file, as estimated, after which they move to the month file.
const PAGES_PER_CHECKPOINT: usize = 1_000;
/// Pages that a commit rewrites whatever its size, and clicks that fit on a page beyond them.
const PAGES_PER_COMMIT: usize = 4;
const CLICKS_PER_PAGE: usize = 40;

/// How often late clicks are tried once more when the store closes.
const LAST_TRIES: usize = 3;
const BETWEEN_LAST_TRIES: Duration = Duration::from_millis(500);

pub(super) struct Writer {
    pub(super) folder: PathBuf,
    pub(super) synchronous: Synchronous,
    pub(super) queue: Arc<Queue>,
    pub(super) readers: Arc<Readers>,
    pub(super) files: BTreeMap<Month, MonthFile>,
    /// Clicks that could not be written yet and are tried again. They keep their places in the queue, which bounds them.
    pub(super) late: Vec<Waiting>,
}

pub(super) struct MonthFile {
    connection: Connection,
    numbers: Numbers,
    pages_ahead: usize,
}

impl Writer {
    /// Works until the queue is closed and empty. Answers whether every click that was taken in is written.
    pub(super) fn run(mut self) -> bool {
        let _abandon = Abandon(self.queue.clone());
        let mut work = Work::default();
        let mut open = true;
        while open {
            open = self.queue.take(&mut work, !self.late.is_empty());
            // Those who came first are written first.
            work.clicks.splice(0..0, self.late.drain(..));
            self.write_clicks(&mut work);
            self.write_unknown_slugs(&mut work.unknown);
            for order in work.orders.drain(..) {
                match order {
                    // Whatever came before the order has just been written, or still waits for the disk.
                    Order::Flush(answer) => drop(answer.send(self.nothing_late())),
                    Order::Retire { before, answer } => drop(answer.send(self.retire(before))),
                }
            }
        }
        let lost = self.write_last(work);
        self.close_files();
        if lost > 0 {
            tracing::error!(clicks = lost, "the disk took no more clicks; those that waited for it are lost");
        }
        lost == 0
    }

    fn nothing_late(&self) -> Result<(), StorageError> {
        let waits = || StorageError::passing("clicks wait for the disk");
        if self.late.is_empty() { Ok(()) } else { Err(waits()) }
    }

    /// Clicks that are still late when the store closes: they are tried a few times more, and then they are lost.
    /// Answers how many.
    fn write_last(&mut self, mut work: Work) -> usize {
        for _ in 0..LAST_TRIES {
            if self.late.is_empty() {
                return 0;
            }
            std::thread::sleep(BETWEEN_LAST_TRIES);
            work.clicks.append(&mut self.late);
            self.write_clicks(&mut work);
        }
        let lost = self.late.len();
        for waiting in self.late.drain(..) {
            drop(waiting.answer.send(Err(StorageError::passing("the disk took no more clicks"))));
        }
        lost
    }

    /// Commits the clicks in the order of arrival, a part at a time, and answers each part at once.
    fn write_clicks(&mut self, work: &mut Work) {
        while !work.clicks.is_empty() {
            let part = work.clicks.len().min(CLICKS_PER_COMMIT_MAX);
            let month = work.clicks[0].month;
            let result = self.commit(month, &work.clicks[..part], &mut work.unknown);
            if result.as_ref().is_err_and(|fault| fault.is_passing) {
                // Every click of the month would wait as long for the same file.
                tracing::warn!(%month, fault = ?result, "clicks could not be written and are tried again");
                self.late.extend(work.clicks.extract_if(.., |waiting| waiting.month == month));
                continue;
            }
            let mut answered = 0;
            for waiting in work.clicks.extract_if(..part, |waiting| waiting.month == month) {
                // Nobody listens any more when the visitor was sent on after the deadline.
                drop(waiting.answer.send(result.clone()));
                answered += 1;
            }
            self.queue.release(answered);
            self.checkpoint(month, answered);
        }
    }

    /// One transaction: those of the clicks that belong to the month, and counts that wait for it.
    fn commit(
        &mut self,
        month: Month,
        clicks: &[Waiting],
        unknown: &mut UnknownSlugs,
    ) -> Result<(), StorageError> {
        self.open(month)?;
        let Some(file) = self.files.get_mut(&month) else { return Ok(()) };
        let unknown = if unknown.is_empty() { UnknownSlugs::default() } else { unknown.split_off(month) };
        let write = |connection: &Connection, numbers: &mut Numbers| -> rusqlite::Result<()> {
            connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            let mut insert = row::prepare_insert(connection)?;
            for waiting in clicks.iter().filter(|waiting| waiting.month == month) {
                let cells = Cells::of(&waiting.click, connection, numbers)?;
                cells.insert(connection, &mut insert, numbers)?;
            }
            unknown.write(connection)?;
            connection.prepare_cached("COMMIT")?.execute([])?;
            Ok(())
        };
        let result = write(&file.connection, &mut file.numbers);
        result.map_err(|fault| {
            // Closing rolls back whatever was begun, numbers included, and the next commit starts from what is on disk.
            self.files.remove(&month);
            month_file::storage(month, &fault)
        })
    }

    fn open(&mut self, month: Month) -> Result<(), StorageError> {
        if self.files.contains_key(&month) {
            return Ok(());
        }
        let connection = month_file::open_for_writing(&self.folder, month, self.synchronous)?;
        if self.files.len() >= FILES_OPEN_MAX {
            self.files.pop_first();
        }
        self.files.insert(month, MonthFile { connection, numbers: Numbers::default(), pages_ahead: 0 });
        Ok(())
    }

    /// Counts that no click took along.
    fn write_unknown_slugs(&mut self, unknown: &mut UnknownSlugs) {
        while let Some(month) = unknown.any_month() {
            if let Err(fault) = self.commit(month, &[], unknown) {
                tracing::error!(%fault, "visits to unknown slugs could not be counted");
                drop(unknown.split_off(month));
            }
            self.checkpoint(month, 0);
        }
    }

    /// Moves pages from the write-ahead file to the month file now and then. Its callers have
    /// their answers already, so only those who come meanwhile wait for it.
    fn checkpoint(&mut self, month: Month, clicks: usize) {
        let Some(file) = self.files.get_mut(&month) else { return };
        file.pages_ahead += PAGES_PER_COMMIT + clicks / CLICKS_PER_PAGE;
        if file.pages_ahead < PAGES_PER_CHECKPOINT {
            return;
        }
        file.pages_ahead = 0;
        if let Err(fault) = file.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(%fault, %month, "the write-ahead file of clicks could not be moved; it grows");
        }
    }

    fn retire(&mut self, before: Instant) -> Result<usize, StorageError> {
        let over = |month: &Month| month.end() <= before;
        self.files.retain(|month, _| !over(month));
        let mut retired = 0;
        for month in month_file::months(&self.folder)?.into_iter().filter(over) {
            retired += usize::from(self.readers.retire(month)?);
        }
        Ok(retired)
    }

    fn close_files(&mut self) {
        while let Some((month, file)) = self.files.pop_first() {
            let moved = file.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            let closed = file.connection.close().map_err(|(_, fault)| fault);
            if let Err(fault) = moved.and(closed) {
                tracing::warn!(%fault, %month, "clicks stay in the write-ahead file until the next start");
            }
        }
    }
}

/// Whatever ends the writer, nobody waits for it afterwards.
struct Abandon(Arc<Queue>);

impl Drop for Abandon {
    fn drop(&mut self) {
        self.0.abandon();
    }
}
