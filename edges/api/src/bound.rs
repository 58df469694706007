//! Heavy work: how much of it runs at once, how much waits and for how long, and how much of that is one caller's. It
//! runs on threads of its own, below everything else.

use crate::{
    layers::give_back_place,
    problem::{Code, Problem},
    wire::in_same_language,
};
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{runtime::Handle, sync::Semaphore, time::timeout};
use tracing::Instrument;
use words::{KeyId, PartnerId, UserId};

/// Documents, tables, overviews, journeys, comparisons: those of a merchant's people and keys.
pub const MERCHANTS_WORK: Sizes = Sizes { at_once: 2, of_one_at_once: 1, waiting: 32, of_one: 8 };
/// The same of partners, who never take a merchant's place.
pub const PARTNERS_WORK: Sizes = Sizes { at_once: 2, of_one_at_once: 1, waiting: 32, of_one: 4 };
/// Passwords that are hashed. One is a network address, or an IPv6 network of 64 bits.
pub const PASSWORDS: Sizes = Sizes { at_once: 2, of_one_at_once: 2, waiting: 32, of_one: 16 };
/// How long any of it waits before it is refused as busy.
pub const HEAVY_WAIT: Duration = Duration::from_secs(10);
/// Longer bodies and lines are read aside: a thousandth of a second is enough for these.
const READ_AT_ONCE_BYTES_MAX: usize = 16 * 1024;
/// Long bodies and lines that are read at once.
const LONG_READS_AT_ONCE: usize = 4;
/// When a caller may come again.
const RETRY_AFTER_SECONDS: u32 = 5;

/// How much there may be of one kind of heavy work.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub at_once: usize,
    /// Of one caller.
    pub of_one_at_once: usize,
    pub waiting: usize,
    /// Running and waiting, of one caller.
    pub of_one: usize,
}

/// Whose work it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Holder {
    Key(KeyId),
    User(UserId),
    Partner(PartnerId),
    /// Of somebody unknown.
    Network(u64),
}

/// All kinds of heavy work.
pub(crate) struct Heavy {
    threads: Option<Handle>,
    long_reads: Semaphore,
    pub merchants: Arc<Bound>,
    pub partners: Arc<Bound>,
    pub passwords: Arc<Bound>,
}

impl Heavy {
    pub(crate) fn new(threads: Option<&Handle>) -> Self {
        let bound = |name, sizes| Arc::new(Bound::new(name, sizes, threads.cloned()));
        Self {
            threads: threads.cloned(),
            long_reads: Semaphore::new(LONG_READS_AT_ONCE),
            merchants: bound("merchants", MERCHANTS_WORK),
            partners: bound("partners", PARTNERS_WORK),
            passwords: bound("passwords", PASSWORDS),
        }
    }
}

impl Heavy {
    /// Reads so many bytes; many of them where that keeps nobody else waiting.
    pub(crate) async fn reading<T: Send + 'static>(
        &self,
        bytes: usize,
        read: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let Some(threads) = self.threads.as_ref().filter(|_| bytes > READ_AT_ONCE_BYTES_MAX) else {
            return read();
        };
        let _place = self.long_reads.acquire().await;
        let read = threads.spawn_blocking(read).await;
        read.unwrap_or_else(|fault| {
            tracing::error!(%fault, "reading a body broke off");
            Err(Problem::new(Code::Internal, "the request could not be done"))
        })
    }
}

/// One kind of heavy work.
pub(crate) struct Bound {
    name: &'static str,
    sizes: Sizes,
    running: Arc<Semaphore>,
    holders: Mutex<HashMap<Holder, Held>>,
    /// Where it runs; none: where it is asked for.
    threads: Option<Handle>,
}

/// What one holder has of it.
struct Held {
    count: usize,
    running: Arc<Semaphore>,
}

/// One piece of work that waits or runs; dropping it ends that.
pub(crate) struct Entry {
    bound: Arc<Bound>,
    holder: Holder,
}

impl Bound {
    pub(crate) fn new(name: &'static str, sizes: Sizes, threads: Option<Handle>) -> Self {
        let running = Arc::new(Semaphore::new(sizes.at_once));
        Self { name, sizes, running, holders: Mutex::default(), threads }
    }

    /// Does the work once it has a place, on its own threads. Refuses as busy when too much waits already, when the
    /// holder has its share, or when no place came free in time.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        holder: Holder,
        work: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Problem> {
        let (entry, own) = self.enter(holder)?;
        // Who waits here is counted here, and keeps no other request waiting.
        give_back_place();
        let places = async {
            let own = own.acquire_owned().await;
            (own, self.running.clone().acquire_owned().await)
        };
        let places =
            timeout(HEAVY_WAIT, places).await.map_err(|_| self.busy("no place came free in time"))?;

        // Begun work keeps its place to its end, also when nobody waits for it any more: much of it cannot be stopped.
        let work = in_same_language(async move {
            let _held = (entry, places);
            work.await
        });
        let work = work.instrument(tracing::Span::current());
        let done = match &self.threads {
            Some(threads) => threads.spawn(work).await,
            None => tokio::spawn(work).await,
        };
        done.unwrap_or_else(|fault| {
            tracing::error!(%fault, "heavy work broke off");
            Err(Problem::new(Code::Internal, "the request could not be done"))
        })
    }

    /// Counts one more of the holder's; the semaphore is the holder's own.
    pub(crate) fn enter(self: &Arc<Self>, holder: Holder) -> Result<(Entry, Arc<Semaphore>), Problem> {
        let mut holders = self.holders();
        let count: usize = holders.values().map(|held| held.count).sum();
        if count >= self.sizes.at_once + self.sizes.waiting {
            return Err(self.busy("too much of this is waiting already"));
        }

        let new = || Held { count: 0, running: Arc::new(Semaphore::new(self.sizes.of_one_at_once)) };
        let held = holders.entry(holder).or_insert_with(new);
        if held.count >= self.sizes.of_one {
            return Err(self.busy("too many of your own requests of this kind are under way"));
        }

        held.count += 1;
        Ok((Entry { bound: self.clone(), holder }, held.running.clone()))
    }

    fn busy(&self, detail: &str) -> Problem {
        metrics::counter!("honeyguide_heavy_refused_total", "kind" => self.name).increment(1);
        Problem::new(Code::Busy, detail).retry_after(RETRY_AFTER_SECONDS)
    }

    fn holders(&self) -> MutexGuard<'_, HashMap<Holder, Held>> {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut holders = self.bound.holders();
        if let Some(held) = holders.get_mut(&self.holder) {
            held.count -= 1;
            if held.count == 0 {
                holders.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Notify;

    fn refused<T>(answer: &Result<T, Problem>) -> bool {
        let busy = |Problem(details): &Problem| {
            assert!(details.retry_after_seconds.is_some(), "who is refused learns when to come again");
            details.code == Code::Busy
        };
        answer.as_ref().err().is_some_and(busy)
    }

    #[tokio::test(start_paused = true)]
    async fn one_holder_has_a_share_and_others_come_in_beside_it() {
        let sizes = Sizes { at_once: 2, of_one_at_once: 1, waiting: 4, of_one: 3 };
        let bound = Arc::new(Bound::new("test", sizes, None));
        let (go_on, running) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
        let begin = |holder: u64| {
            let (bound, go_on, running) = (bound.clone(), go_on.clone(), running.clone());
            tokio::spawn(async move {
                let work = async move {
                    running.fetch_add(1, Ordering::Relaxed);
                    go_on.notified().await;
                    running.fetch_sub(1, Ordering::Relaxed);
                    Ok(())
                };
                bound.run(Holder::Network(holder), work).await
            })
        };
        let settle = || async {
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
        };

        let greedy: Vec<_> = (0..3).map(|_| begin(1)).collect();
        settle().await;
        assert_eq!(running.load(Ordering::Relaxed), 1, "of one holder one runs at once");
        assert!(refused(&begin(1).await.unwrap()), "a fourth of one holder");
        let other = begin(2);
        settle().await;
        assert_eq!(running.load(Ordering::Relaxed), 2, "another holder does not wait behind the first");
        let more = [begin(3), begin(4)];
        settle().await;
        assert!(refused(&begin(5).await.unwrap()), "the queue is full");

        // One who hangs up leaves the queue; work that was begun keeps its place.
        more[1].abort();
        other.abort();
        settle().await;
        assert_eq!(running.load(Ordering::Relaxed), 2);
        let late = begin(6);
        tokio::time::sleep(HEAVY_WAIT).await;
        settle().await;
        assert!(refused(&late.await.unwrap()), "no place came free in time");
        assert_eq!(running.load(Ordering::Relaxed), 2);
        go_on.notify_waiters();
        settle().await;
        assert_eq!(running.load(Ordering::Relaxed), 0, "those that waited were refused meanwhile");
        assert!(greedy.into_iter().any(|task| task.is_finished()));
        assert!(bound.holders().is_empty(), "nothing is kept of anybody");
    }
}
