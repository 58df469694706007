//! What waits for the writer: clicks with whoever waits for them, counts and orders, behind one lock.
//!
//! A channel per kind would cost a wake-up each; here the writer takes everything that arrived at once,
//! and is woken only when it sleeps.

use super::unknown::UnknownSlugs;
use click::Click;
use engine::ports::StorageError;
use std::{
    mem,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::{Semaphore, oneshot};
use words::{Instant, Month};

/// How long counts of unknown slugs wait for a click to be written with.
const UNKNOWN_SLUGS_WAIT: Duration = Duration::from_millis(900);

/// How long clicks wait for a disk that is full, or a file that another process holds, before they are tried again.
const LATE_CLICKS_WAIT: Duration = Duration::from_millis(500);

pub(super) type Answer<T> = oneshot::Sender<Result<T, StorageError>>;

/// A click and the caller that waits until it is durable.
pub(super) struct Waiting {
    pub(super) click: Click,
    /// Whose file it belongs to.
    pub(super) month: Month,
    pub(super) answer: Answer<()>,
}

/// What only the writer may do, since it holds the files.
pub(super) enum Order {
    /// Write what came before it, counts of unknown slugs included, now.
    Flush(Answer<()>),
    Retire {
        before: Instant,
        answer: Answer<usize>,
    },
}

/// What the writer took over.
#[derive(Default)]
pub(super) struct Work {
    /// In the order of arrival.
    pub(super) clicks: Vec<Waiting>,
    pub(super) unknown: UnknownSlugs,
    pub(super) orders: Vec<Order>,
}

#[derive(Default)]
struct State {
    work: Work,
    writer_sleeps: bool,
    /// Clicks that the writer took and could not write yet.
    late: bool,
    closed: bool,
}

pub(super) struct Queue {
    state: Mutex<State>,
    wake: Condvar,
    /// One permit for each click that may wait unanswered.
    room: Semaphore,
}

fn closed() -> StorageError {
    StorageError::passing("the click store is closed")
}

impl Queue {
    pub(super) fn new(clicks_max: usize) -> Self {
        let room = Semaphore::new(clicks_max.min(Semaphore::MAX_PERMITS));
        Self { state: Mutex::default(), wake: Condvar::new(), room }
    }

    /// Queues the click before it first waits, if there is room; from then on it is written, whether
    /// or not the caller stays for the answer.
    pub(super) async fn push(&self, click: Click) -> Result<(), StorageError> {
        let room = match self.room.try_acquire() {
            Ok(room) => room,
            Err(_) => self.room.acquire().await.map_err(|_| closed())?,
        };
        let month = click.id.drawn_at().month();
        let (answer, answered) = oneshot::channel();
        self.put(|work| work.clicks.push(Waiting { click, month, answer }))?;
        room.forget();
        answered.await.map_err(|_| closed())?
    }

    pub(super) async fn order<T>(&self, order: impl FnOnce(Answer<T>) -> Order) -> Result<T, StorageError> {
        let (answer, answered) = oneshot::channel();
        self.put(|work| work.orders.push(order(answer)))?;
        answered.await.map_err(|_| closed())?
    }

    pub(super) fn put(&self, change: impl FnOnce(&mut Work)) -> Result<(), StorageError> {
        let mut state = self.lock();
        if state.closed {
            return Err(closed());
        }
        change(&mut state.work);
        if mem::take(&mut state.writer_sleeps) {
            drop(state);
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Waits for work and swaps it with `work`, which must be empty and keeps its memory; no longer than
    /// [`LATE_CLICKS_WAIT`] while clicks are `late`. Answers whether more may come.
    pub(super) fn take(&self, work: &mut Work, late: bool) -> bool {
        let mut state = self.lock();
        state.late = late;
        while state.work.clicks.is_empty() && state.work.orders.is_empty() && !state.closed {
            state.writer_sleeps = true;
            if state.work.unknown.is_empty() && !late {
                state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let wait = if late { LATE_CLICKS_WAIT } else { UNKNOWN_SLUGS_WAIT };
            let waited = self.wake.wait_timeout(state, wait);
            let (woken, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = woken;
            if timeout.timed_out() {
                break;
            }
        }
        state.writer_sleeps = false;
        mem::swap(&mut state.work, work);
        !state.closed
    }

    /// Whether nothing waits to be written, and nothing is being written.
    pub(super) fn is_idle(&self) -> bool {
        let state = self.lock();
        state.closed || state.writer_sleeps && state.work.clicks.is_empty() && !state.late
    }

    /// Makes room for as many clicks as were answered.
    pub(super) fn release(&self, clicks: usize) {
        self.room.add_permits(clicks);
    }

    /// Lets nothing more in; what is queued may still be taken.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.room.close();
        self.wake.notify_all();
    }

    /// Closes, and lets those who still wait know that nobody will write for them.
    pub(super) fn abandon(&self) {
        self.close();
        let abandoned = mem::take(&mut self.lock().work);
        drop(abandoned);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
