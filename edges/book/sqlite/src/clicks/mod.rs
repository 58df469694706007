//! The clicks on SQLite: append-only files, one a month, with a writer of their own, so that no book
//! transaction stalls a redirect and forgetting a month is removing a file.

mod lines;
mod list;
mod month_file;
mod numbers;
mod queue;
mod readers;
mod report;
mod row;
mod unknown;
mod writer;

use crate::{Synchronous, blocking::blocking};
use ::report::{ClickTallies, Question};
use async_trait::async_trait;
use click::Click;
use engine::ports::{ClickCount, ClickFilter, Clicks, StorageError};
use queue::{Order, Queue};
use readers::Readers;
use row::{COLUMNS, counted, parsed};
use rusqlite::{OptionalExtension, Row, params};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use words::{ClickId, Instant, LinkId, Month, ProgramId, Scope, VisitorId};

pub(crate) use lines::{LinesReader, write_lines};
pub(crate) use month_file::{SCHEMA_VERSION, check_rows, make_tables};
pub use unknown::UNKNOWN_SLUGS_PER_DAY_MAX;
pub use writer::CLICKS_PER_COMMIT_MAX;

/// Clicks that may wait unanswered for a stalled disk, some 100 MB; further ones wait with whoever
/// brings them.
pub const CLICKS_QUEUED_MAX: usize = 131_072;

/// Faults of one month's file that are named; the rest would say the same.
const FAULTS_PER_MONTH_MAX: usize = 20;

#[derive(Clone, Copy, Debug)]
pub struct ClickOptions {
    pub synchronous: Synchronous,
    pub clicks_queued_max: usize,
}

impl Default for ClickOptions {
    fn default() -> Self {
        Self { synchronous: Synchronous::Full, clicks_queued_max: CLICKS_QUEUED_MAX }
    }
}

/// A click is kept in the file of the month (UTC) in which its id was drawn, which is when the visit
/// was: from the id alone one knows where to look.
///
/// `append` takes the click in before it first waits, unless `clicks_queued_max` clicks wait already;
/// then it waits for room first, and until there is some the click is the caller's to lose.
pub struct SqliteClicks {
    queue: Arc<Queue>,
    readers: Arc<Readers>,
    writer: Mutex<Option<thread::JoinHandle<bool>>>,
}

impl SqliteClicks {
    /// Opens the folder, made if it is not there, and starts the writer. Files are opened when
    /// they are first needed; those of a newer version are refused at once.
    pub fn open(folder: &Path, options: ClickOptions) -> Result<SqliteClicks, StorageError> {
        let storage = |fault: std::io::Error| StorageError::new(format!("{}: {fault}", folder.display()));
        fs::create_dir_all(folder).map_err(storage)?;
        month_file::refuse_others(folder)?;
        let queue = Arc::new(Queue::new(options.clicks_queued_max.max(1)));
        let readers = Arc::new(Readers::new(folder.to_owned()));
        let writer = writer::Writer {
            folder: folder.to_owned(),
            synchronous: options.synchronous,
            queue: queue.clone(),
            readers: readers.clone(),
            files: BTreeMap::new(),
            late: Vec::new(),
        };
        let thread = thread::Builder::new().name("clicks-writer".to_owned());
        let writer = thread.spawn(move || writer.run()).map_err(storage)?;
        Ok(SqliteClicks { queue, readers, writer: Mutex::new(Some(writer)) })
    }

    /// Writes what is queued, moves it from the write-ahead files and closes them. Whoever comes
    /// afterwards is refused. Safe to call twice. Answers whether every click that was taken in is written.
    pub async fn close(&self) -> bool {
        let Some(writer) = self.take_writer() else { return true };
        // A thread of the pool waits, so that those whose clicks are still written can be told.
        tokio::task::spawn_blocking(move || finish(writer)).await.unwrap_or(false)
    }

    /// Lets nobody in any more; the writer ends when the queue is empty.
    fn take_writer(&self) -> Option<thread::JoinHandle<bool>> {
        self.readers.close();
        self.queue.close();
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    async fn blocking<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Readers) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let readers = self.readers.clone();
        blocking("reading clicks", move || ask(&readers)).await
    }
}

impl Drop for SqliteClicks {
    /// Waits for the writer, so that what was acknowledged and what was queued is in the files.
    fn drop(&mut self) {
        if let Some(writer) = self.take_writer() {
            finish(writer);
        }
    }
}

fn finish(writer: thread::JoinHandle<bool>) -> bool {
    writer.join().unwrap_or_else(|_| {
        tracing::error!("the writer of clicks broke off");
        false
    })
}

#[async_trait]
impl Clicks for SqliteClicks {
    async fn append(&self, click: Click) -> Result<(), StorageError> {
        self.queue.push(click).await
    }

    async fn click(&self, id: ClickId) -> Result<Option<Click>, StorageError> {
        let stored = move |readers: &Readers| {
            let found = readers.read(id.drawn_at().month(), |file| {
                let sql = format!("SELECT {COLUMNS} FROM visits WHERE id = ?1");
                file.prepare_cached(&sql)?.query_row([id.bytes()], row::read).optional()
            });
            found.map(Option::flatten)
        };
        if let Some(found) = self.blocking(stored).await? {
            return Ok(Some(found));
        }
        if !self.queue.is_idle() {
            self.queue.order(Order::Flush).await?;
        }
        self.blocking(stored).await
    }

    async fn visitor_clicks(
        &self,
        scope: Scope,
        program: ProgramId,
        visitor: VisitorId,
        since: Instant,
        until: Instant,
        limit: usize,
    ) -> Result<Vec<Click>, StorageError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM visits
             WHERE visitor = ?1 AND at BETWEEN ?2 AND ?3 AND workspace = ?4 AND mode = ?5 AND program = ?6
               AND verdict = 'person'
             ORDER BY at DESC, id DESC LIMIT ?7"
        );
        self.blocking(move |readers| {
            let mut clicks = Vec::new();
            for month in months_between(readers, since, until)?.into_iter().rev() {
                let found = readers.read(month, |file| {
                    let mut ask = file.prepare_cached(&sql)?;
                    let of = (visitor.bytes(), scope.workspace.to_string(), program.to_string());
                    let left = i64::try_from(limit - clicks.len()).unwrap_or(i64::MAX);
                    let (since, until) = (since.micros(), until.micros());
                    let wanted = params![of.0, since, until, of.1, scope.mode.name(), of.2, left];
                    ask.query_map(wanted, row::read)?.collect::<rusqlite::Result<Vec<_>>>()
                })?;
                clicks.extend(found.into_iter().flatten());
            }
            Ok(clicks)
        })
        .await
    }

    async fn count_by_link(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        until: Instant,
    ) -> Result<Vec<(LinkId, ClickCount)>, StorageError> {
        // The range of ids spares reading the rest of the month; `at` is what counts.
        let sql = "SELECT l.link, sum(k.verdict = 'person'), sum(k.verdict = 'repeat'),
                          sum(k.verdict NOT IN ('person', 'repeat'))
                   FROM clicks c CROSS JOIN links l ON l.number = c.link CROSS JOIN kinds k ON k.number = c.kind
                   WHERE c.id >= ?1 AND c.id < ?2 AND c.at >= ?3 AND c.at < ?4
                     AND l.workspace = ?5 AND l.mode = ?6 AND l.program = ?7
                   GROUP BY c.link";
        self.blocking(move |readers| {
            let ids = (ClickId::floor(since).bytes(), ClickId::floor(until.plus_micros(1_000)).bytes());
            let mut counts = BTreeMap::<LinkId, ClickCount>::new();
            for month in months_between(readers, since, until)? {
                let found = readers.read(month, |file| {
                    let mut ask = file.prepare_cached(sql)?;
                    let (workspace, program) = (scope.workspace.to_string(), program.to_string());
                    let start = month.start();
                    let (since, until) = (since.micros_since(start), until.micros_since(start));
                    let wanted = params![ids.0, ids.1, since, until, workspace, scope.mode.name(), program];
                    let count = |row: &Row<'_>| {
                        let (people, repeats) = (counted(row, 1)?, counted(row, 2)?);
                        Ok((parsed(row, 0)?, ClickCount { people, repeats, bots: counted(row, 3)? }))
                    };
                    ask.query_map(wanted, count)?.collect::<rusqlite::Result<Vec<(LinkId, _)>>>()
                })?;
                for (link, found) in found.into_iter().flatten() {
                    let count = counts.entry(link).or_default();
                    count.people += found.people;
                    count.repeats += found.repeats;
                    count.bots += found.bots;
                }
            }
            Ok(counts.into_iter().collect())
        })
        .await
    }

    async fn tally(
        &self,
        scope: Scope,
        asked: &Question,
        links: Option<&[LinkId]>,
    ) -> Result<ClickTallies, StorageError> {
        let (asked, links) = (asked.clone(), links.map(<[LinkId]>::to_vec));
        self.blocking(move |readers| report::tally(readers, scope, &asked, links.as_deref())).await
    }

    async fn list(
        &self,
        scope: Scope,
        filter: &ClickFilter,
        after: Option<ClickId>,
        limit: usize,
    ) -> Result<Vec<Click>, StorageError> {
        let filter = filter.clone();
        self.blocking(move |readers| list::list(readers, scope, &filter, after, limit)).await
    }

    async fn count_all(&self) -> Result<u64, StorageError> {
        self.blocking(|readers| {
            let mut sum = 0;
            for month in month_file::months(&readers.folder)? {
                let found = readers.read(month, |file| {
                    file.query_row("SELECT count(*) FROM clicks", [], |row| counted(row, 0))
                });
                sum += found?.unwrap_or_default();
            }
            Ok(sum)
        })
        .await
    }

    async fn faulty(&self) -> Result<Vec<String>, StorageError> {
        self.blocking(|readers| {
            let mut faults = Vec::new();
            for month in month_file::months(&readers.folder)? {
                match readers.read(month, |file| month_file::faulty_rows(file, month, FAULTS_PER_MONTH_MAX)) {
                    Ok(found) => faults.extend(found.into_iter().flatten()),
                    Err(fault) => faults.push(fault.text),
                }
            }
            Ok(faults)
        })
        .await
    }

    fn count_unknown_slug(&self, host: &str, slug: &str, at: Instant) {
        // Refused only when the store is closed, and then nobody counts any more.
        drop(self.queue.put(|work| work.unknown.count(host, slug, at)));
    }

    async fn unknown_slugs(
        &self,
        day: Instant,
        limit: usize,
    ) -> Result<Vec<(String, String, u64)>, StorageError> {
        self.queue.order(Order::Flush).await?;
        self.blocking(move |readers| {
            let found = readers.read(day.month(), |file| {
                let mut ask = file.prepare_cached(
                    "SELECT host, slug, visits FROM unknown_slugs WHERE day = ?1
                     ORDER BY visits DESC, host, slug LIMIT ?2",
                )?;
                let limit = i64::try_from(limit).unwrap_or(i64::MAX);
                let wanted = params![unknown::day_text(day), limit];
                let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, counted(row, 2)?));
                ask.query_map(wanted, row)?.collect()
            });
            found.map(Option::unwrap_or_default)
        })
        .await
    }

    async fn retire(&self, before: Instant) -> Result<usize, StorageError> {
        self.queue.order(|answer| Order::Retire { before, answer }).await
    }
}

/// The months with a file that have a part of `[since, until]`, in order.
fn months_between(readers: &Readers, since: Instant, until: Instant) -> Result<Vec<Month>, StorageError> {
    let mut months = month_file::months(&readers.folder)?;
    months.retain(|month| *month >= since.month() && *month <= until.month());
    Ok(months)
}
