//! Jobs: one module for each kind of work that a commit puts off, with all that is special about it.
//!
//! A new kind is a module here and a line in the two lists below. Doing a job twice does nothing the second time, so a
//! crash between its work and its end costs nothing.

mod far_ahead;

pub use far_ahead::pull_in;
pub(crate) use far_ahead::{FarJob, far_ahead};

mod approve_due;
mod attach_submission;
mod close_statements;
mod decide_anew;
mod decline_pending;
mod expire_deal;
mod look_at_budget;
mod look_at_dispute;
mod look_at_milestones;
mod mark_paid;
mod price_tiered;
mod recognize_partner;
mod reward_clicks;
mod reward_recruiter;
mod settle_customer;
mod settle_program;
mod settle_rest;
mod simulate;
mod turn_batch;

use crate::{
    Engine, Error, jobs,
    permit::Server,
    ports::{Changes, Job, JobChange},
};
pub(crate) use approve_due::next_approval;
use async_trait::async_trait;
pub(crate) use close_statements::next_close;
pub(crate) use reward_clicks::{clicks_until, next_clicks};
use serde::{Deserialize, Serialize};
use words::{Instant, JobId, ProgramId, Scope};

pub(crate) const MINUTE_MICROS: i64 = 60_000_000;
pub(crate) const RETRY_AFTER_MINUTES: i64 = 5;
const DAY_MINUTES: i64 = 24 * 60;

/// Which jobs wait for each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Jobs that change something, one after the other.
    Main,
    /// Jobs that only look: they may take long, and hold nothing else up.
    Aside,
}

/// What takes the place of a job that is done.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Next {
    Done,
    Again { kind: JobKind, at: Instant },
}

impl Next {
    fn again(kind: impl Into<JobKind>, at: Instant) -> Self {
        Next::Again { kind: kind.into(), at }
    }
}

/// One kind of work.
#[async_trait]
pub(crate) trait Work: Send + Sync {
    fn lane(&self) -> Lane {
        Lane::Main
    }

    /// Whether it is put again and again and ends when it is done, so that several that are due are one piece of work.
    fn merges(&self) -> bool {
        false
    }

    /// Whether it puts the next part of its work as another job, which need not wait for the next look.
    fn goes_on(&self) -> bool {
        false
    }

    /// How many minutes it waits at most when it is put; none if it waits for a date of the business.
    fn wait_minutes_max(&self) -> Option<i64> {
        Some(0)
    }

    /// The same work, begun no later than the given time, where it begins at a time that a clock ahead of the time may have set.
    fn begun_by(&self, _: Instant) -> Option<JobKind> {
        None
    }

    /// Does the work. After a failure the job is put off as it is.
    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error>;
}

macro_rules! kinds {
    ($($module:ident::$name:ident,)+) => {
        $(pub use $module::$name;)+

        /// What a job does.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case", tag = "kind")]
        pub enum JobKind {
            $($name($name),)+
        }

        impl JobKind {
            pub(crate) fn work(&self) -> &dyn Work {
                match self {
                    $(JobKind::$name(work) => work,)+
                }
            }
        }

        $(
            impl From<$name> for JobKind {
                fn from(work: $name) -> Self {
                    JobKind::$name(work)
                }
            }
        )+
    };
}

kinds! {
    approve_due::ApproveDue,
    attach_submission::AttachSubmission,
    close_statements::CloseStatements,
    decide_anew::DecideAnew,
    decline_pending::DeclinePending,
    expire_deal::ExpireDeal,
    look_at_budget::LookAtBudget,
    look_at_dispute::LookAtDispute,
    look_at_milestones::LookAtMilestones,
    mark_paid::MarkPaid,
    price_tiered::PriceTiered,
    recognize_partner::RecognizePartner,
    reward_clicks::RewardClicks,
    reward_recruiter::RewardRecruiter,
    settle_customer::SettleCustomer,
    settle_program::SettleProgram,
    settle_rest::SettleRest,
    simulate::Simulate,
    turn_batch::TurnBatch,
}

impl JobKind {
    pub fn lane(&self) -> Lane {
        self.work().lane()
    }

    /// Whether several that are due are one piece of work.
    pub fn merges(&self) -> bool {
        self.work().merges()
    }

    /// Whether it puts the next part of its work as another job.
    pub fn goes_on(&self) -> bool {
        self.work().goes_on()
    }
}

/// Puts work off until `run_at`, for a worker to do.
pub(crate) fn put(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    work: impl Into<JobKind>,
    run_at: Instant,
) -> JobChange {
    let id = JobId::draw(engine.now(), engine.draw());
    JobChange::Put(Job { id, scope, program, kind: work.into(), run_at, attempts: 0 })
}

/// Does the job's work and replaces it by the next one; after a failure it is put off.
pub async fn run(engine: &Engine, job: &Job) -> Result<(), Error> {
    jobs::run_merged(engine, job, &[]).await
}

/// Does a job whose work is that of others, too, which were put before this was called: they end with it.
pub async fn run_merged(engine: &Engine, job: &Job, others: &[JobId]) -> Result<(), Error> {
    let server = Server { scope: job.scope };
    let done = job.kind.work().run(engine, server, job).await;

    let next = &next_job(engine, job, &done);
    let attempt = move || async move {
        let ended = [job.id].into_iter().chain(others.iter().copied()).map(JobChange::Done);
        let jobs = ended.chain(next.clone().map(JobChange::Put)).collect();
        Ok(((), Changes { jobs, ..Changes::default() }))
    };
    engine.transact(&server.caller(), "turn_job", attempt).await?;
    done.map(|_| ())
}

/// What takes the job's place, if anything does.
fn next_job(engine: &Engine, job: &Job, done: &Result<Next, Error>) -> Option<Job> {
    let now = engine.now();
    match *done {
        Ok(Next::Done) => None,
        Ok(Next::Again { kind, at }) => {
            Some(Job { id: JobId::draw(now, engine.draw()), kind, run_at: at, attempts: 0, ..job.clone() })
        }
        Err(_) => Some(Job {
            run_at: now.plus_micros(RETRY_AFTER_MINUTES * MINUTE_MICROS),
            attempts: job.attempts + 1,
            ..job.clone()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use settlement::{Reopen, Rest, RestFrom};
    use words::{CustomerId, Day};

    #[test]
    fn jobs_are_stored_by_kind_with_their_fields_beside_it() {
        let at = Instant::from_micros(0);
        let customer = CustomerId::draw(at, 7);
        let rest = Rest { from: RestFrom::Instant(at), reopen: Reopen::Nothing, is_disturbed: true };
        let kinds: [(JobKind, serde_json::Value); 4] = [
            (ApproveDue {}.into(), json!({ "kind": "approve_due" })),
            (CloseStatements { since: at }.into(), json!({ "kind": "close_statements", "since": at })),
            (
                LookAtMilestones { enrollment: None, day: Day::of(at) }.into(),
                json!({ "kind": "look_at_milestones", "enrollment": null, "day": Day::of(at) }),
            ),
            (
                SettleRest { customer, rest }.into(),
                json!({ "kind": "settle_rest", "customer": customer, "rest": rest }),
            ),
        ];

        for (kind, stored) in kinds {
            assert_eq!(serde_json::to_value(kind).unwrap(), stored);
            assert_eq!(serde_json::from_value::<JobKind>(stored).unwrap(), kind);
        }
    }
}
