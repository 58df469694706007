//! The writer: one thread that commits for everybody. Deeds that wait together share a transaction
//! and its fsync, each in a savepoint of its own, so that one that fails leaves the others be.

use super::{answer, commit, fault::Fault, file, upkeep};
use engine::ports::{Changes, CommitError, StorageError};
use rusqlite::Connection;
use std::{
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};
use words::Instant;

/// Deeds that share one transaction, at most: none waits long for the others.
pub(super) const COMMITS_PER_GROUP_MAX: usize = 128;
/// Deeds that wait for the writer, at most; further callers wait to be let in.
const COMMITS_WAITING_MAX: usize = 1_024;

/// Rows of one table that are forgotten in one commit: some milliseconds.
const ROWS_FORGOTTEN_AT_ONCE: usize = 1_000;
/// Between such commits, so that others come first.
const BETWEEN_PARTS: Duration = Duration::from_millis(20);

/// What is to be done inside one savepoint.
enum Work {
    Commit {
        name: &'static str,
        changes: Box<Changes>,
    },
    /// Whether there was more than a part of it goes into `more`, whether there was any into `erased`.
    ForgetExpired {
        before: Instant,
        more: Arc<AtomicBool>,
        erased: Arc<AtomicBool>,
    },
    /// Writes one row of so many bytes, to see whether that can be done.
    Probe {
        bytes: usize,
    },
}

type Outcome = Result<(), CommitError>;

enum Request {
    Work(Work, oneshot::Sender<Outcome>),
    /// Answers whether the write-ahead file is empty now.
    Scrub(oneshot::Sender<Result<bool, StorageError>>),
    Close(oneshot::Sender<()>),
}

/// What a probe writes after a commit failed: as much as a commit may. One that writes less fits where nothing else does.
const PROBE_BYTES: usize = 256 << 10;

/// The way to the writer's thread. Dropping it waits until the thread has finished.
pub(super) struct Writer {
    // Taken only by `drop`, which has to hang up before it waits.
    requests: Option<mpsc::Sender<Request>>,
    /// Whether something was erased whose traces are in the files, for all that is known.
    owes_scrub: Arc<AtomicBool>,
    /// Whether the last commit failed and no probe has succeeded since.
    is_troubled: AtomicBool,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(conn: Connection) -> Result<Self, StorageError> {
        let (sender, receiver) = mpsc::channel(COMMITS_WAITING_MAX);
        // A process before this one may have been stopped first.
        let owes_scrub = Arc::new(AtomicBool::new(true));
        let owes = owes_scrub.clone();
        let thread = thread::Builder::new()
            .name("book-writer".to_owned())
            .spawn(move || run(conn, receiver, &owes))
            .map_err(|fault| StorageError::new(format!("the book's writer cannot start: {fault}")))?;
        let (is_troubled, thread) = (AtomicBool::new(false), Mutex::new(Some(thread)));
        Ok(Self { requests: Some(sender), owes_scrub, is_troubled, thread })
    }

    pub(super) async fn commit(&self, name: &'static str, changes: Changes) -> Outcome {
        let outcome = self.turn(Work::Commit { name, changes: Box::new(changes) }).await;
        if matches!(&outcome, Err(CommitError::Storage(fault)) if fault.is_passing) {
            self.is_troubled.store(true, Ordering::Release);
        }
        outcome
    }

    /// A part at a time, so that no commit of others waits long.
    pub(super) async fn forget_expired(&self, before: Instant) -> Outcome {
        loop {
            let (more, erased) = (Arc::new(AtomicBool::new(false)), self.owes_scrub.clone());
            self.turn(Work::ForgetExpired { before, more: more.clone(), erased }).await?;
            if !more.load(Ordering::Acquire) {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN_PARTS).await;
        }
    }

    pub(super) async fn probe(&self) -> Outcome {
        let bytes = if self.is_troubled.load(Ordering::Acquire) { PROBE_BYTES } else { 1 };
        let outcome = self.turn(Work::Probe { bytes }).await;
        if outcome.is_ok() {
            self.is_troubled.store(false, Ordering::Release);
        }
        outcome
    }

    /// After something was erased.
    pub(super) async fn scrub(&self) -> Result<bool, StorageError> {
        self.owes_scrub.store(true, Ordering::Release);
        self.scrub_rest().await
    }

    /// Goes on where a reader was in the way.
    pub(super) async fn scrub_rest(&self) -> Result<bool, StorageError> {
        if !self.owes_scrub.load(Ordering::Acquire) {
            return Ok(true);
        }
        let closed = || StorageError::passing("the book is closed");
        let requests = self.requests.as_ref().ok_or_else(closed)?;
        let (reply, outcome) = oneshot::channel();
        requests.send(Request::Scrub(reply)).await.map_err(|_| closed())?;
        outcome.await.map_err(|_| closed())?
    }

    pub(super) async fn close(&self) {
        let (reply, finished) = oneshot::channel();
        // An error in either place means that the writer has stopped already.
        if let Some(requests) = &self.requests
            && requests.send(Request::Close(reply)).await.is_ok()
        {
            let _ = finished.await;
        }
    }

    async fn turn(&self, work: Work) -> Outcome {
        let closed = || CommitError::Storage(StorageError::passing("the book is closed"));
        let requests = self.requests.as_ref().ok_or_else(closed)?;
        let (reply, outcome) = oneshot::channel();
        requests.send(Request::Work(work, reply)).await.map_err(|_| closed())?;
        outcome.await.map_err(|_| closed())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests = None;
        let thread = self.thread.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // A panic of the writer has been answered by then: its callers' replies were dropped.
        let _ = thread.map(JoinHandle::join);
    }
}

/// Serves until everybody has hung up or asked to close, and nothing is left in the queue.
fn run(conn: Connection, mut requests: mpsc::Receiver<Request>, owes_scrub: &AtomicBool) {
    let mut closing = Vec::new();
    while let Some(first) = requests.blocking_recv() {
        let (mut group, mut scrubs) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Work(work, reply) => group.push((work, reply)),
                Request::Scrub(reply) => scrubs.push(reply),
                Request::Close(reply) => {
                    requests.close();
                    closing.push(reply);
                }
            }
            next = if group.len() < COMMITS_PER_GROUP_MAX { requests.try_recv().ok() } else { None };
        }
        let (works, replies): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        let outcomes = turn_group(&conn, &works);
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            // Nobody may wait any more; what was committed stays committed.
            let _ = reply.send(outcome);
        }
        if !scrubs.is_empty() {
            // What is erased from here on is for the next time.
            owes_scrub.store(false, Ordering::Release);
            let outcome = scrub(&conn).map_err(StorageError::from);
            if !matches!(outcome, Ok(true)) {
                owes_scrub.store(true, Ordering::Release);
            }
            scrubs.into_iter().for_each(|reply| drop(reply.send(outcome.clone())));
        }
    }
    if let Err(fault) = conn.execute_batch("pragma wal_checkpoint(truncate)") {
        // Nothing is lost: the next start reads the write-ahead file.
        tracing::warn!(%fault, "the book was closed without its last checkpoint");
    }
    for reply in closing {
        let _ = reply.send(());
    }
}

/// Writes everything back into the file, which overwrites what was deleted there, and empties the write-ahead file.
/// False while a reader still needs it: who waits for readers here keeps every commit waiting.
fn scrub(conn: &Connection) -> Result<bool, Fault> {
    conn.busy_timeout(Duration::ZERO)?;
    let busy = conn.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0));
    conn.busy_timeout(file::BUSY_TIMEOUT)?;
    Ok(busy? == 0)
}

/// Turns a group in one transaction; an outcome for each, in order, true once this returns.
fn turn_group(conn: &Connection, works: &[Work]) -> Vec<Outcome> {
    if works.is_empty() {
        return Vec::new();
    }
    let outcomes = in_transaction(conn, works);
    tracing::trace!(deeds = works.len(), "group committed");
    outcomes.unwrap_or_else(|fault| {
        // Whatever a deed of the group was about to hear, it may have been because of another one
        // that is now undone as well.
        let fault = StorageError::from(fault);
        tracing::error!(%fault, deeds = works.len(), "a group of commits failed");
        works.iter().map(|_| Err(CommitError::Storage(fault.clone()))).collect()
    })
}

fn in_transaction(conn: &Connection, works: &[Work]) -> Result<Vec<Outcome>, Fault> {
    say(conn, "begin immediate")?;
    let outcomes = works.iter().map(|work| in_savepoint(conn, work)).collect::<Result<Vec<_>, Fault>>();
    let committed = outcomes.and_then(|outcomes| say(conn, "commit").map(|()| outcomes));
    if committed.is_err() && !conn.is_autocommit() {
        // If even this fails, the next group's `begin` says so.
        let _ = say(conn, "rollback");
    }
    committed
}

/// Turns one deed. A fault of the transaction as a whole is an error; what only this deed hears is
/// its outcome.
fn in_savepoint(conn: &Connection, work: &Work) -> Result<Outcome, Fault> {
    say(conn, "savepoint deed")?;
    // One thread writes for everybody: a deed that makes it panic is one that fails, no more.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| work.turn(conn)));
    let outcome = outcome.unwrap_or_else(|panic| {
        let why = panic.downcast_ref::<&str>().map_or("a panic", |why| why).to_owned();
        Err(CommitError::Storage(Fault::Broken { why }.into()))
    });
    if let Err(refusal) = &outcome {
        tracing::debug!(deed = work.name(), %refusal, "not committed");
        // A full disk, for one, may have rolled everything back already; then this fails, rightly.
        say(conn, "rollback to deed")?;
    }
    say(conn, "release deed")?;
    Ok(outcome)
}

impl Work {
    fn turn(&self, conn: &Connection) -> Outcome {
        match self {
            Work::Commit { changes, .. } => commit::apply(conn, changes),
            Work::ForgetExpired { before, more, erased } => {
                let changes = conn.total_changes();
                let answers = answer::forget(conn, *before, ROWS_FORGOTTEN_AT_ONCE)?;
                let others = upkeep::forget_expired(conn, *before, ROWS_FORGOTTEN_AT_ONCE)?;
                more.store(answers || others, Ordering::Release);
                erased.fetch_or(conn.total_changes() > changes, Ordering::AcqRel);
                Ok(())
            }
            Work::Probe { bytes } => {
                let sql = "
                    insert into house (name, value) values ('probe', ?1)
                    on conflict (name) do update set value = excluded.value";
                let value = "1".repeat(*bytes);
                conn.prepare_cached(sql).and_then(|mut probe| probe.execute([value])).map_err(Fault::from)?;
                Ok(())
            }
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Work::Commit { name, .. } => name,
            Work::ForgetExpired { .. } => "forget_expired",
            Work::Probe { .. } => "probe",
        }
    }
}

fn say(conn: &Connection, sql: &'static str) -> Result<(), Fault> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}
