//! Threads in groups, so that no work can keep a redirect waiting: the front accepts, reads and redirects; the API answers
//! everything else; jobs run beside it, and heavy work below all of them.

use tokio::runtime::{Builder, Handle, Runtime};

/// Threads of the front, at least: while one waits for a lock another still accepts.
const FRONT_THREADS_MIN: usize = 2;
/// Threads of jobs: while a job computes on one and a simulation on another, letters go out on the third.
const JOB_THREADS: usize = 3;
/// Threads that compute heavy work: one for each piece that may run at once, so that none waits behind another.
const HEAVY_THREADS: usize = api::MERCHANTS_WORK.at_once
    + api::PARTNERS_WORK.at_once
    + api::PARTNERS_LISTS.at_once
    + api::PASSWORDS.at_once
    + api::FAMILIAR_PASSWORDS.at_once
    + api::LONG_READS.at_once;
/// Threads on which heavy work may block: its scans of the book, its documents, its password hashes, long bodies.
const HEAVY_BLOCKING_THREADS: usize = 16;
/// How far heavy work stands back where processors are short, on the scale of `nice`.
#[cfg(target_os = "linux")]
const HEAVY_NICENESS: i32 = 10;

/// A runtime that is given up, and not waited for, when it is dropped.
pub(crate) struct Threads(Option<Runtime>);

impl Threads {
    /// For connections and redirects.
    pub(crate) fn front() -> Result<Threads, String> {
        let cores = std::thread::available_parallelism().map_or(FRONT_THREADS_MIN, usize::from);
        let mut builder = Builder::new_multi_thread();
        builder.thread_name("front").worker_threads(cores.max(FRONT_THREADS_MIN));
        Self::built(builder)
    }

    /// For jobs, which compute what-ifs and settle at length, and let the API go on beside it.
    pub(crate) fn jobs() -> Result<Threads, String> {
        let mut builder = Builder::new_multi_thread();
        builder.thread_name("jobs").worker_threads(JOB_THREADS);
        Self::built(builder)
    }

    /// For what takes long.
    pub(crate) fn heavy() -> Result<Threads, String> {
        let mut builder = Builder::new_multi_thread();
        builder.thread_name("heavy").worker_threads(HEAVY_THREADS);
        builder.max_blocking_threads(HEAVY_BLOCKING_THREADS).on_thread_start(stand_back);
        Self::built(builder)
    }

    fn built(mut builder: Builder) -> Result<Threads, String> {
        let runtime = builder.enable_all().build();
        runtime.map(|runtime| Threads(Some(runtime))).map_err(|fault| format!("no threads: {fault}"))
    }

    pub(crate) fn handle(&self) -> Handle {
        match &self.0 {
            Some(runtime) => runtime.handle().clone(),
            None => unreachable!("the runtime is taken only when this is dropped"),
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Linux schedules each thread by a priority of its own; elsewhere heavy work shares evenly.
#[cfg(target_os = "linux")]
fn stand_back() {
    let own = rustix::thread::gettid();
    if let Err(fault) = rustix::process::setpriority_process(Some(own), HEAVY_NICENESS) {
        tracing::debug!(%fault, "heavy work keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
fn stand_back() {}
