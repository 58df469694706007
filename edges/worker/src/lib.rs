//! Takes due jobs and turns deeds; hands letters to the courier; keeps the house: forgets old answers, retires old clicks.

mod steady;

use engine::{
    ANSWER_KEPT_HOURS, Engine,
    jobs::{self, Lane},
    letters,
    ports::{Courier, Job},
};
use std::{
    panic,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use steady::Steady;
use tokio::{sync::watch, task::JoinSet, time::Instant as Moment};
use words::Instant;

/// How often the worker looks for due jobs, for letters, and for what is left to scrub.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const JOBS_PER_LOOK_MAX: usize = 200;
/// How often the house is kept, once the clock has gone on evenly for a while.
const HOUSEKEEPING_EVERY: Duration = Duration::from_secs(3_600);
/// How often jobs and letters are looked for that lie too far ahead, though no step of the clock was seen.
const PULL_IN_EVERY: Duration = Duration::from_secs(3_600);
const HOUR_MICROS: i64 = 3_600_000_000;

pub struct Worker {
    engine: Arc<Engine>,
    courier: Arc<dyn Courier>,
    /// Clicks older than this are dropped by whole months; none keeps them for ever.
    click_retention_days: Option<u32>,
    steady: Mutex<Steady>,
}

impl Worker {
    pub fn new(engine: Arc<Engine>, courier: Arc<dyn Courier>, click_retention_days: Option<u32>) -> Self {
        let steady = Mutex::new(Steady::begin(engine.now(), None));
        Self { engine, courier, click_retention_days, steady }
    }

    /// Works until `stop` says so; the job at hand is finished first. Letters, jobs, what only looks and the house each have
    /// a task, so that they go on while another computes: a mail server that does not answer holds up nothing else, and a
    /// long job no letter.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        *self.steady() = Steady::begin(self.engine.now(), self.last_fact_at().await);
        if !self.steady().may_work() {
            tracing::warn!(
                "the clock is more than a day ahead of what the book was told last; jobs wait a minute"
            );
        }
        let worker = Arc::new(self);
        let mut loops = JoinSet::new();
        loops.spawn(worker.clone().work(stop.clone()));
        loops.spawn(worker.clone().look_far(stop.clone()));
        loops.spawn(worker.clone().send_letters(stop.clone()));
        loops.spawn(worker.keep(stop));
        while let Some(ended) = loops.join_next().await {
            if let Err(fault) = ended
                && fault.is_panic()
            {
                panic::resume_unwind(fault.into_panic());
            }
        }
    }

    /// When the book was last told something: no earlier can it be now.
    async fn last_fact_at(&self) -> Option<Instant> {
        let last = async {
            let book = self.engine.book();
            let last = book.last_fact().await?;
            book.facts(None, last.saturating_sub(1), 1).await
        };
        match last.await {
            Ok(last) => last.first().map(|numbered| numbered.fact.at),
            Err(fault) => {
                tracing::error!(%fault, "the last fact could not be read");
                None
            }
        }
    }

    async fn work(self: Arc<Self>, stop: watch::Receiver<bool>) {
        self.turn_jobs(stop, Lane::Main).await;
    }

    /// Jobs that only look go beside the others: a long simulation holds up no statement.
    async fn look_far(self: Arc<Self>, stop: watch::Receiver<bool>) {
        self.turn_jobs(stop, Lane::Aside).await;
    }

    async fn turn_jobs(&self, mut stop: watch::Receiver<bool>, lane: Lane) {
        loop {
            while self.turn_due_jobs(&stop, lane).await {}
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
        }
    }

    async fn keep(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let (mut house_kept, mut pulled_in) = (None, None);
        let is_time = |last: Option<Moment>, every| last.is_none_or(|last| last.elapsed() >= every);
        loop {
            let now = self.look_at_clock();
            let (stepped, may_delete) = {
                let mut steady = self.steady();
                (steady.take_step(), steady.may_delete())
            };
            if stepped || is_time(pulled_in, PULL_IN_EVERY) {
                pulled_in = Some(Moment::now());
                self.pull_in().await;
            }
            if may_delete && is_time(house_kept, HOUSEKEEPING_EVERY) {
                house_kept = Some(Moment::now());
                self.keep_house(now).await;
            }
            self.scrub().await;
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
        }
    }

    /// The time, once it was compared with the time that passed.
    fn look_at_clock(&self) -> Instant {
        let now = self.engine.now();
        if let Some(micros) = self.steady().look(now) {
            tracing::warn!(seconds = micros / 1_000_000, "the clock stepped");
        }
        now
    }

    /// The time by which jobs are due; none while it cannot be believed. What only looks does no harm at a wrong time.
    fn time_for_jobs(&self, lane: Lane) -> Option<Instant> {
        let now = self.look_at_clock();
        (lane == Lane::Aside || self.steady().may_work()).then_some(now)
    }

    fn steady(&self) -> MutexGuard<'_, Steady> {
        self.steady.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Turns every job that is due, those that are one piece of work at once; a failing one is put off and does not stop the
    /// others. Whether one of them put another that goes on with its work.
    async fn turn_due_jobs(&self, stop: &watch::Receiver<bool>, lane: Lane) -> bool {
        let Some(now) = self.time_for_jobs(lane) else { return false };
        let mut jobs = match self.engine.book().due_jobs(now, JOBS_PER_LOOK_MAX).await {
            Ok(jobs) => jobs,
            Err(fault) => {
                tracing::error!(%fault, "due jobs could not be read");
                return false;
            }
        };
        let mut goes_on = false;
        jobs.retain(|job| job.kind.lane() == lane);
        while !jobs.is_empty() {
            // The clock may have stepped while the job before was done.
            if *stop.borrow() || self.time_for_jobs(lane).is_none() {
                return false;
            }
            let job = jobs.remove(0);
            let is_same = |other: &mut Job| {
                job.kind.merges()
                    && (other.scope, other.program, other.kind) == (job.scope, job.program, job.kind)
            };
            let same: Vec<_> = jobs.extract_if(.., is_same).map(|other| other.id).collect();
            let result = jobs::run_merged(&self.engine, &job, &same).await;
            goes_on |= result.is_ok() && job.kind.goes_on();
            let outcome = if result.is_ok() { "done" } else { "failed" };
            metrics::counter!("honeyguide_jobs_total", "outcome" => outcome)
                .increment(1 + u64::try_from(same.len()).unwrap_or(0));
            if let Err(fault) = result {
                tracing::warn!(job = %job.id, kind = ?job.kind, attempts = job.attempts, %fault, "job failed");
            }
        }
        goes_on
    }

    async fn send_letters(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.send_due_letters() => {}
                // A letter under way is sent again at the next start; its reader's mail program knows a repeat.
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
        }
    }

    async fn send_due_letters(&self) {
        match letters::send_due(&self.engine, &*self.courier).await {
            Ok(round) => round.dropped.iter().for_each(|(letter, fault)| {
                tracing::warn!(%letter, %fault, "a letter was given up");
            }),
            Err(fault) => tracing::error!(%fault, "due letters could not be sent"),
        }
    }

    /// What was erased while somebody read goes as soon as nobody reads it.
    async fn scrub(&self) {
        if let Err(fault) = self.engine.book().scrub_rest().await {
            tracing::warn!(%fault, "the book could not be scrubbed");
        }
    }

    /// Jobs and letters that a clock ahead of the time put off.
    async fn pull_in(&self) {
        match jobs::pull_in(&self.engine).await {
            Ok(0) => {}
            Ok(count) => tracing::warn!(count, "jobs and letters lay too far ahead and are due now"),
            Err(fault) => tracing::warn!(%fault, "jobs that lie too far ahead could not be looked for"),
        }
    }

    async fn keep_house(&self, now: Instant) {
        let forgotten = now.plus_micros(-ANSWER_KEPT_HOURS * HOUR_MICROS);
        if let Err(fault) = self.engine.book().forget_expired(forgotten).await {
            tracing::warn!(%fault, "old answers could not be forgotten");
        }
        let Some(days) = self.click_retention_days else { return };
        match self.engine.clicks().retire(now.plus_days(-i64::from(days))).await {
            Ok(0) => {}
            Ok(months) => tracing::info!(months, "click files retired"),
            Err(fault) => tracing::warn!(%fault, "old clicks could not be retired"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use engine::{
        Operator, Origin, Ports, UserInput, jobs, people,
        ports::{Chance, Changes, Commits, CourierError, JobChange, JobKind, Letter},
        workspaces,
    };
    use program::Seat;
    use std::sync::mpsc;
    use testkit::{
        memory::{MemoryBook, MemoryClicks, PlainPaper, PlainRails},
        world::World,
    };
    use tokio::sync::Notify;
    use words::{JobId, Mode, ProgramId, Role};

    /// A random source that blocks its caller while the test holds the gate.
    struct Blocking {
        chance: Arc<dyn Chance>,
        gate: Mutex<Option<mpsc::Receiver<()>>>,
        reached: Notify,
    }

    impl Chance for Blocking {
        fn draw(&self) -> u128 {
            let gate = self.gate.lock().unwrap().take();
            if let Some(gate) = gate {
                self.reached.notify_one();
                // Ends with an error once the test lets go.
                let _ = gate.recv();
            }
            self.chance.draw()
        }
    }

    struct Told(Notify);

    #[async_trait]
    impl Courier for Told {
        async fn deliver(&self, _: &Letter) -> Result<(), CourierError> {
            self.0.notify_one();
            Ok(())
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 3)]
    async fn a_letter_goes_out_while_a_job_computes() {
        let world = World::seeded(3);
        let (gate, reached) = (Mutex::default(), Notify::new());
        let chance = Arc::new(Blocking { chance: world.chance.clone(), gate, reached });
        let book = Arc::new(MemoryBook::new());
        let engine = Arc::new(Engine::new(Ports {
            book: book.clone(),
            clicks: Arc::new(MemoryClicks::new()),
            vault: world.vault.clone(),
            clock: world.clock.clone(),
            chance: chance.clone(),
            rails: Arc::new(PlainRails),
            paper: Arc::new(PlainPaper),
        }));
        let workspace = workspaces::create(&engine, "Acme").await.unwrap().id;
        let scope = words::Scope { workspace, mode: Mode::Test };
        let (email, seat) = ("ada@example.com".to_owned(), Seat::Team { role: Role::Owner });
        let ada = UserInput { email: email.clone(), name: "Ada".to_owned(), password: None, seat };
        people::add_user(&engine, Operator { scope }, &ada).await.unwrap();
        // It does nothing in test mode but draw the id of the job that takes its place.
        let kind = JobKind::CloseStatements(jobs::CloseStatements { since: world.now() });
        let program = ProgramId::draw(world.now(), world.draw());
        let id = JobId::draw(world.now(), world.draw());
        let job = Job { id, scope, program, kind, run_at: world.now(), attempts: 0 };
        let jobs = vec![JobChange::Put(job)];
        book.commit("put", Changes { jobs, ..Changes::default() }).await.unwrap();
        people::send_password_reset(&engine, &email, "https://go.shop.example", &Origin::default())
            .await
            .unwrap();

        let (go_on, held) = mpsc::channel();
        *chance.gate.lock().unwrap() = Some(held);
        let courier = Arc::new(Told(Notify::new()));
        let (stop, stopped) = watch::channel(false);
        let working = tokio::spawn(Worker::new(engine, courier.clone(), None).run(stopped));
        chance.reached.notified().await;
        let delivered = tokio::time::timeout(Duration::from_secs(10), courier.0.notified()).await;
        assert!(delivered.is_ok(), "the letter waited for the job");

        drop(go_on);
        stop.send(true).unwrap();
        working.await.unwrap();
    }
}
