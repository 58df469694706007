//! Heavy work: how much of it runs at once, how much waits and for how long, and how much of that is one caller's and one
//! workspace's. It runs on threads of its own, below everything else.

use crate::{
    intake::GUEST_BODY_BYTES_MAX,
    layers::{give_back_place, take_place},
    problem::{Code, Problem},
    wire::in_same_language,
};
use std::{
    collections::HashMap,
    hash::Hash,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{runtime::Handle, sync::Semaphore, task::spawn_blocking, time::timeout};
use tracing::Instrument;
use words::{KeyId, PartnerId, UserId, WorkspaceId};

/// Documents, tables, overviews, journeys, comparisons: those of a merchant's people and keys.
pub const MERCHANTS_WORK: Sizes = Sizes {
    at_once: 3,
    waiting: 32,
    of_one: Share { at_once: 1, in_all: 8 },
    of_workspace: Some(Share { at_once: 2, in_all: 24 }),
};
/// The same of partners, who never take a merchant's place.
pub const PARTNERS_WORK: Sizes =
    Sizes { at_once: 2, waiting: 32, of_one: Share { at_once: 1, in_all: 4 }, of_workspace: None };
/// Lists of a merchant's people and keys: short ones mostly, but sorted by any column of a long one.
pub const MERCHANTS_LISTS: Sizes = Sizes {
    at_once: 3,
    waiting: 509,
    of_one: Share { at_once: 2, in_all: 128 },
    of_workspace: Some(Share { at_once: 2, in_all: 256 }),
};
/// The same of partners. One page of the web app asks for several at once.
pub const PARTNERS_LISTS: Sizes =
    Sizes { at_once: 2, waiting: 126, of_one: Share { at_once: 1, in_all: 16 }, of_workspace: None };
/// Passwords of strangers that are hashed. One is a network address, or an IPv6 network of 64 bits.
pub const PASSWORDS: Sizes =
    Sizes { at_once: 2, waiting: 32, of_one: Share { at_once: 2, in_all: 16 }, of_workspace: None };
/// The same of people who are logged in, and for networks from which somebody was.
pub const FAMILIAR_PASSWORDS: Sizes =
    Sizes { at_once: 1, waiting: 32, of_one: Share { at_once: 1, in_all: 8 }, of_workspace: None };
/// Long bodies, and long lines of batches, that are read.
pub const LONG_READS: Sizes = Sizes {
    at_once: 4,
    waiting: 128,
    of_one: Share { at_once: 2, in_all: 32 },
    of_workspace: Some(Share { at_once: 3, in_all: 64 }),
};
/// How long any of it waits before it is refused as busy.
pub const HEAVY_WAIT: Duration = Duration::from_secs(10);
/// Longer bodies and lines are read aside. Those of strangers are not: some thousandths of a second each, and no queue
/// that they could fill.
const READ_AT_ONCE_BYTES_MAX: usize = GUEST_BODY_BYTES_MAX;
/// When a caller may come again.
const RETRY_AFTER_SECONDS: u32 = 5;

/// How much there may be of one kind of heavy work.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub at_once: usize,
    pub waiting: usize,
    /// Of one caller.
    pub of_one: Share,
    /// Of all keys and users of one workspace; none where callers belong to no workspace.
    pub of_workspace: Option<Share>,
}

/// How much of it is one holder's.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub at_once: usize,
    /// Running and waiting.
    pub in_all: usize,
}

/// Whose work it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Holder {
    /// A key or a user of a merchant. Keys cost a workspace nothing, so what they hold counts for it, too.
    Key(WorkspaceId, KeyId),
    Member(WorkspaceId, UserId),
    Workspace(WorkspaceId),
    /// A person in their own account.
    Person(UserId),
    Partner(PartnerId),
    /// Of somebody unknown.
    Network(u64),
}

impl Holder {
    /// All callers that are unknown.
    pub(crate) const UNKNOWN: Holder = Holder::Network(0);

    fn workspace(self) -> Option<Holder> {
        match self {
            Holder::Key(workspace, _) | Holder::Member(workspace, _) => Some(Holder::Workspace(workspace)),
            _ => None,
        }
    }
}

/// All kinds of heavy work.
pub(crate) struct Heavy {
    /// None where nothing runs aside.
    long_reads: Option<Arc<Bound>>,
    pub merchants: Arc<Bound>,
    pub merchants_lists: Arc<Bound>,
    pub partners: Arc<Bound>,
    pub partners_lists: Arc<Bound>,
    pub passwords: Arc<Bound>,
    pub familiar_passwords: Arc<Bound>,
}

impl Heavy {
    pub(crate) fn new(threads: Option<&Handle>) -> Self {
        let bound = |name, sizes| Arc::new(Bound::new(name, sizes, threads.cloned()));
        Self {
            long_reads: threads.map(|_| bound("long_reads", LONG_READS)),
            merchants: bound("merchants", MERCHANTS_WORK),
            // Beside the rest of the API: these are what people look at all day.
            merchants_lists: Arc::new(Bound::new("merchants_lists", MERCHANTS_LISTS, None)),
            partners: bound("partners", PARTNERS_WORK),
            partners_lists: bound("partners_lists", PARTNERS_LISTS),
            passwords: bound("passwords", PASSWORDS),
            familiar_passwords: bound("familiar_passwords", FAMILIAR_PASSWORDS),
        }
    }
}

impl Heavy {
    /// Reads so many bytes of somebody; many of them where that keeps nobody else waiting.
    pub(crate) async fn reading<T: Send + 'static>(
        &self,
        holder: Holder,
        bytes: usize,
        read: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let Some(long_reads) = self.long_reads.as_ref().filter(|_| bytes > READ_AT_ONCE_BYTES_MAX) else {
            return read();
        };
        let result = Slot::default();
        let filled = result.clone();
        let read: Box<dyn FnOnce() + Send> = Box::new(move || filled.fill(read()));
        let aside = async move {
            if let Err(fault) = spawn_blocking(read).await {
                tracing::error!(%fault, "reading a body broke off");
            }
        };
        long_reads.run_task(holder, Box::pin(aside)).await?;
        let read = result.take()??;
        // What was read is worked on.
        take_place()?;
        Ok(read)
    }
}

/// One kind of heavy work.
pub(crate) struct Bound {
    name: &'static str,
    sizes: Sizes,
    running: Arc<Semaphore>,
    counted: Mutex<Counted>,
    /// Where it runs; none: where it is asked for.
    threads: Option<Handle>,
}

/// What runs and waits.
#[derive(Default)]
struct Counted {
    in_all: usize,
    holders: HashMap<Holder, Held>,
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

/// Work that leaves its result in a [`Slot`].
type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where a task leaves its result for the caller.
struct Slot<T>(Arc<Mutex<Option<T>>>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Slot<T> {
    fn fill(&self, result: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
    }

    /// The result of a task that has ended; a problem if it broke off.
    fn take(self) -> Result<T, Problem> {
        let result = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        result.ok_or_else(|| Problem::new(Code::Internal, "the request could not be done"))
    }
}

/// The semaphores of those whose work it is, to be passed before the bound's own.
type Gates = [Option<Arc<Semaphore>>; 2];

impl Bound {
    pub(crate) fn new(name: &'static str, sizes: Sizes, threads: Option<Handle>) -> Self {
        let running = Arc::new(Semaphore::new(sizes.at_once));
        Self { name, sizes, running, counted: Mutex::default(), threads }
    }

    /// Does the work once it has a place, on its own threads. Refuses as busy when too much waits already, when the
    /// holder has its share, or when no place came free in time.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        holder: Holder,
        work: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Problem> {
        let result = Slot::default();
        let filled = result.clone();
        let task = Box::pin(async move { filled.fill(work.await) });
        self.run_task(holder, task).await?;
        result.take()?
    }

    /// The same for work of one type, so that the runtime's code for tasks is compiled once instead of for each handler.
    async fn run_task(self: &Arc<Self>, holder: Holder, work: Task) -> Result<(), Problem> {
        let (entry, gates) = self.enter(holder)?;
        // Who waits here is counted here, and keeps no other request waiting.
        give_back_place();
        let places = async {
            let mut passed = Vec::with_capacity(gates.len() + 1);
            for gate in gates.into_iter().flatten().chain([self.running.clone()]) {
                passed.push(gate.acquire_owned().await);
            }
            passed
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
        if let Err(fault) = done {
            tracing::error!(%fault, "heavy work broke off");
        }
        Ok(())
    }

    /// Counts one more of the holder's, and of its workspace's.
    pub(crate) fn enter(self: &Arc<Self>, holder: Holder) -> Result<(Entry, Gates), Problem> {
        let mut counted = self.counted();
        if counted.in_all >= self.sizes.at_once + self.sizes.waiting {
            return Err(self.busy("too much of this is waiting already"));
        }
        let workspace = holder.workspace().zip(self.sizes.of_workspace);
        if counted.has_no_room(holder, self.sizes.of_one) {
            return Err(self.busy("too many of your own requests of this kind are under way"));
        }
        if workspace.is_some_and(|(workspace, share)| counted.has_no_room(workspace, share)) {
            return Err(self.busy("too many requests of your workspace of this kind are under way"));
        }

        counted.in_all += 1;
        let own = counted.add(holder, self.sizes.of_one);
        let of_workspace = workspace.map(|(workspace, share)| counted.add(workspace, share));
        Ok((Entry { bound: self.clone(), holder }, [Some(own), of_workspace]))
    }

    fn busy(&self, detail: &str) -> Problem {
        metrics::counter!("honeyguide_heavy_refused_total", "kind" => self.name).increment(1);
        Problem::new(Code::Busy, detail).retry_after(RETRY_AFTER_SECONDS)
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counted {
    fn has_no_room(&self, holder: Holder, share: Share) -> bool {
        self.holders.get(&holder).is_some_and(|held| held.count >= share.in_all)
    }

    fn add(&mut self, holder: Holder, share: Share) -> Arc<Semaphore> {
        let new = || Held { count: 0, running: Arc::new(Semaphore::new(share.at_once)) };
        let held = self.holders.entry(holder).or_insert_with(new);
        held.count += 1;
        held.running.clone()
    }

    fn remove(&mut self, holder: Holder) {
        if let Some(held) = self.holders.get_mut(&holder) {
            held.count -= 1;
            if held.count == 0 {
                self.holders.remove(&holder);
            }
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut counted = self.bound.counted();
        counted.in_all -= 1;
        counted.remove(self.holder);
        if let (Some(workspace), Some(_)) = (self.holder.workspace(), self.bound.sizes.of_workspace) {
            counted.remove(workspace);
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
        let sizes =
            Sizes { at_once: 2, waiting: 4, of_one: Share { at_once: 1, in_all: 3 }, of_workspace: None };
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
        assert!(bound.counted().holders.is_empty(), "nothing is kept of anybody");
    }

    #[tokio::test]
    async fn long_bodies_of_one_holder_wait_within_a_share() {
        let heavy = Arc::new(Heavy::new(Some(&Handle::current())));
        let (go_on, gate) = std::sync::mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let read = |holder: u64, bytes: usize| {
            let (heavy, gate) = (heavy.clone(), gate.clone());
            tokio::spawn(async move {
                let read = move || {
                    // Ends with an error once the test lets go.
                    let _ = gate.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    Ok(bytes)
                };
                heavy.reading(Holder::Network(holder), bytes, read).await
            })
        };

        let long = READ_AT_ONCE_BYTES_MAX + 1;
        let greedy: Vec<_> = (0..LONG_READS.of_one.in_all).map(|_| read(1, long)).collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(refused(&read(1, long).await.unwrap()), "one more than the share");
        let other = read(2, long);
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!other.is_finished(), "another holder is let in");
        let short = heavy.reading(Holder::Network(1), READ_AT_ONCE_BYTES_MAX, || Ok("read")).await;
        assert_eq!(short.ok(), Some("read"), "what is short waits for nobody");

        drop(go_on);
        assert_eq!(other.await.unwrap().ok(), Some(long));
        for task in greedy {
            assert_eq!(task.await.unwrap().ok(), Some(long));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn many_keys_of_one_workspace_share_its_part() {
        let sizes = Sizes {
            at_once: 3,
            waiting: 5,
            of_one: Share { at_once: 1, in_all: 2 },
            of_workspace: Some(Share { at_once: 2, in_all: 4 }),
        };
        let bound = Arc::new(Bound::new("test", sizes, None));
        let at = words::Instant::from_micros(0);
        let [own, other] = [1, 2].map(|number| WorkspaceId::draw(at, number));
        let key = |workspace, number| Holder::Key(workspace, KeyId::draw(at, number));
        let running = Arc::new(AtomicUsize::new(0));
        let begin = |holder| {
            let (bound, running) = (bound.clone(), running.clone());
            tokio::spawn(async move {
                let work = async move {
                    running.fetch_add(1, Ordering::Relaxed);
                    std::future::pending::<Result<(), Problem>>().await
                };
                bound.run(holder, work).await
            })
        };

        let _greedy: Vec<_> = (0..4).map(|number| begin(key(own, number))).collect();
        tokio::time::sleep(HEAVY_WAIT / 4).await;
        assert_eq!(running.load(Ordering::Relaxed), 2, "of one workspace, whatever its keys");
        assert!(refused(&begin(key(own, 9)).await.unwrap()), "a fifth of one workspace");
        let _other = begin(key(other, 0));
        tokio::time::sleep(HEAVY_WAIT / 4).await;
        assert_eq!(running.load(Ordering::Relaxed), 3, "another workspace comes in beside it");
    }
}
