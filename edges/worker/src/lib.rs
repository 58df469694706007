//! Takes due jobs and turns deeds; hands letters to the courier; keeps the house: forgets old answers, retires old clicks.

mod steady;

use engine::{
    ANSWER_KEPT_HOURS, Engine,
    ports::{Courier, Job},
};
use std::{sync::Arc, time::Duration};
use steady::Steady;
use tokio::{sync::watch, time::Instant as Moment};

/// How often the worker looks for due jobs.
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
}

impl Worker {
    pub fn new(engine: Arc<Engine>, courier: Arc<dyn Courier>, click_retention_days: Option<u32>) -> Self {
        Self { engine, courier, click_retention_days }
    }

    /// Works until `stop` says so; the job at hand is finished first. Letters go beside the jobs: a mail server that does
    /// not answer holds up nothing else, and a long job no letter.
    pub async fn run(&self, stop: watch::Receiver<bool>) {
        tokio::join!(self.work(stop.clone()), self.look_far(stop.clone()), self.send_letters(stop));
    }

    /// Jobs that only look go beside the others: a long simulation holds up no statement.
    async fn look_far(&self, mut stop: watch::Receiver<bool>) {
        loop {
            while self.turn_due_jobs(&stop, true).await {}
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
        }
    }

    async fn work(&self, mut stop: watch::Receiver<bool>) {
        let mut steady = Steady::begin(self.engine.now());
        let (mut house_kept, mut pulled_in) = (None, None);
        let is_time = |last: Option<Moment>, every| last.is_none_or(|last| last.elapsed() >= every);
        self.scrub().await;
        loop {
            let step = steady.look(self.engine.now());
            if let Some(micros) = step {
                tracing::warn!(seconds = micros / 1_000_000, "the clock stepped");
            }
            if step.is_some() || is_time(pulled_in, PULL_IN_EVERY) {
                pulled_in = Some(Moment::now());
                self.pull_in().await;
            }
            if steady.may_delete() && is_time(house_kept, HOUSEKEEPING_EVERY) {
                house_kept = Some(Moment::now());
                self.keep_house().await;
            }
            if steady.may_work() {
                while self.turn_due_jobs(&stop, false).await {}
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
        }
    }

    /// Turns every job that is due, those that are one piece of work at once; a failing one is put off and does not stop the
    /// others. Whether one of them put another that goes on with its work.
    async fn turn_due_jobs(&self, stop: &watch::Receiver<bool>, only_looks: bool) -> bool {
        let mut jobs = match self.engine.book().due_jobs(self.engine.now(), JOBS_PER_LOOK_MAX).await {
            Ok(jobs) => jobs,
            Err(fault) => {
                tracing::error!(%fault, "due jobs could not be read");
                return false;
            }
        };
        let mut goes_on = false;
        jobs.retain(|job| job.kind.only_looks() == only_looks);
        while !jobs.is_empty() {
            if *stop.borrow() {
                return false;
            }
            let job = jobs.remove(0);
            let is_same = |other: &mut Job| {
                job.kind.merges()
                    && (other.scope, other.program, other.kind) == (job.scope, job.program, job.kind)
            };
            let same: Vec<_> = jobs.extract_if(.., is_same).map(|other| other.id).collect();
            let result = self.engine.turn_jobs(&job, &same).await;
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

    async fn send_letters(&self, mut stop: watch::Receiver<bool>) {
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
        match self.engine.send_due_letters(&*self.courier).await {
            Ok(round) => round.dropped.iter().for_each(|(letter, fault)| {
                tracing::warn!(%letter, %fault, "a letter was given up");
            }),
            Err(fault) => tracing::error!(%fault, "due letters could not be sent"),
        }
    }

    /// What was erased while somebody read goes now.
    async fn scrub(&self) {
        if let Err(fault) = self.engine.book().scrub().await {
            tracing::warn!(%fault, "the book could not be scrubbed");
        }
    }

    /// Jobs and letters that a clock ahead of the time put off.
    async fn pull_in(&self) {
        match self.engine.pull_in().await {
            Ok(0) => {}
            Ok(count) => tracing::warn!(count, "jobs and letters lay too far ahead and are due now"),
            Err(fault) => tracing::warn!(%fault, "jobs that lie too far ahead could not be looked for"),
        }
    }

    async fn keep_house(&self) {
        let now = self.engine.now();
        let forgotten = now.plus_micros(-ANSWER_KEPT_HOURS * HOUR_MICROS);
        if let Err(fault) = self.engine.book().forget_expired(forgotten).await {
            tracing::warn!(%fault, "old answers could not be forgotten");
        }
        self.scrub().await;
        let Some(days) = self.click_retention_days else { return };
        match self.engine.clicks().retire(now.plus_days(-i64::from(days))).await {
            Ok(0) => {}
            Ok(months) => tracing::info!(months, "click files retired"),
            Err(fault) => tracing::warn!(%fault, "old clicks could not be retired"),
        }
    }
}
