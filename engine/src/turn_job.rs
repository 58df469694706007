//! Deed: one due job, done, and the next of its kind written in the same commit. Doing a job twice
//! does nothing the second time, so a crash between its work and its end costs nothing.

use crate::{
    Caller, Engine, Error,
    need::WritePrograms,
    permit::Server,
    ports::{Changes, Job, JobChange, JobKind},
};
use settlement::Reopen;
use words::{Instant, JobId, Mode};

pub(crate) const APPROVE_EVERY_MINUTES: i64 = 10;
/// How long after its end a day's clicks are rewarded.
pub(crate) const CLICKS_AFTER_MINUTES: i64 = 10;
pub(crate) const RETRY_AFTER_MINUTES: i64 = 5;
pub(crate) const MINUTE_MICROS: i64 = 60_000_000;

pub(crate) fn next_approval(now: Instant) -> Instant {
    now.plus_micros(APPROVE_EVERY_MINUTES * MINUTE_MICROS)
}

/// What has ended is looked for at the beginning of each day.
pub(crate) fn next_close(now: Instant) -> Instant {
    now.day().plus_days(1)
}

/// A day's clicks are rewarded a little after its end, when all of them are on disk.
pub(crate) fn next_clicks(now: Instant) -> Instant {
    now.day().plus_days(1).plus_micros(CLICKS_AFTER_MINUTES * MINUTE_MICROS)
}

impl Engine {
    /// Does the job's work and replaces it by the next one; after a failure it is put off.
    pub async fn turn_job(&self, job: &Job) -> Result<(), Error> {
        self.turn_jobs(job, &[]).await
    }

    /// Does a job whose work is that of others, too, which were put before this was called: they end with it.
    pub async fn turn_jobs(&self, job: &Job, others: &[JobId]) -> Result<(), Error> {
        let server = Server { scope: job.scope };
        let mut kind = job.kind;
        let mut again = None;
        let done = match job.kind {
            JobKind::ApproveDue => {
                self.approve_due_commissions(&server.permit(), job.program).await.map(|_| ())
            }
            JobKind::SettleProgram => {
                self.settle_program(&server.permit(), job.program, Reopen::Nothing).await.map(|_| ())
            }
            JobKind::DecideAnew { since } => self.decide_anew(&server.permit(), job.program, since).await,
            JobKind::ExpireDeal { deal } => self.expire_deal(&server.permit::<WritePrograms>(), deal).await,
            JobKind::SettleCustomer { customer } => {
                self.settle_one(&server.permit::<WritePrograms>(), job.program, customer).await
            }
            JobKind::SettleRest { customer, rest } => {
                let caller = server.permit::<WritePrograms>();
                self.settle_and_go_on(&caller, job.program, customer, rest).await
            }
            JobKind::RecognizePartner { partner } => {
                self.recognize_partner(&server.permit::<WritePrograms>(), job.program, partner).await
            }
            JobKind::AttachSubmission { submission } => {
                self.attach_submission(&server.permit::<WritePrograms>(), submission).await
            }
            JobKind::Simulate { simulation } => {
                self.turn_simulation(&server.permit::<WritePrograms>(), simulation).await
            }
            JobKind::LookAtDispute { dispute } => {
                self.look_at_dispute(&server.permit::<WritePrograms>(), dispute).await
            }
            JobKind::LookAtBudget { .. } | JobKind::LookAtMilestones { .. } | JobKind::PriceTiered { .. } => {
                self.look_at_totals(&server.permit::<WritePrograms>(), job).await
            }
            JobKind::DeclinePending { enrollment } => {
                self.decline_pending(&server.permit(), enrollment).await
            }
            JobKind::CloseStatements { .. } if job.scope.mode == Mode::Test => Ok(()),
            JobKind::CloseStatements { since } => {
                let closed = self.close_ended(&server.permit(), job.program, since).await;
                closed.map(|since| kind = JobKind::CloseStatements { since })
            }
            JobKind::RewardClicks { .. } if job.scope.mode == Mode::Test => Ok(()),
            JobKind::RewardClicks { since } => {
                let rewarded = self.reward_clicks(&server.permit(), job.program, since).await;
                rewarded.map(|since| kind = JobKind::RewardClicks { since })
            }
            JobKind::RewardRecruiter { enrollment, day } => {
                self.reward_recruiter(&server.permit(), enrollment, day).await
            }
            JobKind::TurnBatch { batch } => {
                let turned = self.turn_batch(&server.permit::<WritePrograms>(), batch).await;
                turned.map(|next| again = next)
            }
            JobKind::MarkPaid { statement } => {
                self.mark_paid(&server.permit::<WritePrograms>(), statement).await
            }
        };
        let next = self.next_job(job, &done, kind, again);
        let next = &next;
        let attempt = move || async move {
            let ended = [job.id].into_iter().chain(others.iter().copied()).map(JobChange::Done);
            let jobs = ended.chain(next.clone().map(JobChange::Put)).collect();
            Ok(((), Changes { jobs, ..Changes::default() }))
        };
        self.turn(&server.permit::<WritePrograms>(), "turn_job", attempt).await?;
        done
    }

    /// What comes of running totals that passed a level.
    async fn look_at_totals(&self, caller: &Caller, job: &Job) -> Result<(), Error> {
        match job.kind {
            JobKind::LookAtBudget { day } => self.look_at_budget(caller, job.program, day).await,
            JobKind::LookAtMilestones { enrollment, day } => {
                self.look_at_milestones(caller, job.program, (enrollment, day)).await
            }
            JobKind::PriceTiered { enrollment, first, last } => {
                self.price_tiered(caller, job.program, enrollment, (first, last)).await
            }
            _ => Ok(()),
        }
    }

    /// What takes the job's place, if anything does.
    fn next_job(
        &self,
        job: &Job,
        done: &Result<(), Error>,
        kind: JobKind,
        again: Option<Instant>,
    ) -> Option<Job> {
        let now = self.now();
        match (done, job.kind) {
            (Err(_), _) => Some(Job {
                run_at: now.plus_micros(RETRY_AFTER_MINUTES * MINUTE_MICROS),
                attempts: job.attempts + 1,
                ..job.clone()
            }),
            (Ok(()), JobKind::TurnBatch { .. }) => again.map(|at| self.follow_up(job, job.kind, at)),
            (
                Ok(()),
                JobKind::MarkPaid { .. }
                | JobKind::SettleProgram
                | JobKind::DecideAnew { .. }
                | JobKind::DeclinePending { .. }
                | JobKind::RewardRecruiter { .. }
                | JobKind::LookAtDispute { .. }
                | JobKind::LookAtBudget { .. }
                | JobKind::LookAtMilestones { .. }
                | JobKind::PriceTiered { .. }
                | JobKind::SettleCustomer { .. }
                | JobKind::SettleRest { .. }
                | JobKind::RecognizePartner { .. }
                | JobKind::AttachSubmission { .. }
                | JobKind::ExpireDeal { .. }
                | JobKind::Simulate { .. },
            ) => None,
            (Ok(()), JobKind::ApproveDue) => Some(self.follow_up(job, kind, next_approval(now))),
            (Ok(()), JobKind::RewardClicks { .. }) => Some(self.follow_up(job, kind, next_clicks(now))),
            (Ok(()), JobKind::CloseStatements { .. }) => Some(self.follow_up(job, kind, next_close(now))),
        }
    }

    fn follow_up(&self, job: &Job, kind: JobKind, run_at: Instant) -> Job {
        let id = JobId::draw(self.now(), self.draw());
        Job { id, kind, run_at, attempts: 0, ..job.clone() }
    }
}
