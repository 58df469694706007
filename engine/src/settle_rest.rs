//! Settling a customer part by part: what one commit leaves is a job.

use crate::{
    Caller, Engine, Error, jobs,
    ports::{Changes, ConversionColumn, JobChange, JobKind, ListOf, list_of},
};
use conversion::{Conversion, Position};
use settlement::{Rest, RestFrom};
use words::{CustomerId, Instant, ProgramId, Scope};

/// Jobs that are looked through at once.
pub(crate) const JOBS_READ_MAX: usize = 100_000;

impl Engine {
    pub(crate) fn settle_rest_later(
        &self,
        (scope, program, customer): (Scope, ProgramId, CustomerId),
        rest: Rest,
        now: Instant,
    ) -> JobChange {
        self.put_job(scope, program, jobs::SettleRest { customer, rest }, now)
    }

    /// Settles the next part of the customer, and leaves what is behind it to a job.
    pub(crate) async fn settle_and_go_on(
        &self,
        caller: &Caller,
        program: ProgramId,
        customer: CustomerId,
        rest: Rest,
    ) -> Result<(), Error> {
        let attempt = move || async move {
            let (part, mut changes) = self.settle_customer(caller.scope, program, customer, rest).await?;
            let about = (caller.scope, program, customer);
            let next = part.rest.map(|rest| self.settle_rest_later(about, rest, self.now()));
            changes.jobs.extend(next);
            Ok(((), changes))
        };
        self.turn(caller, "settle_rest", attempt).await?;
        Ok(())
    }

    /// Settles every customer of the program who is settled in part to the end: what a statement shows must not change by
    /// itself. A customer that cannot be settled does not hold up the others.
    pub(crate) async fn settle_all_rests(&self, caller: &Caller, program: ProgramId) -> Result<(), Error> {
        for job in self.book().due_jobs(self.now(), JOBS_READ_MAX).await? {
            let JobKind::SettleRest(jobs::SettleRest { customer, rest }) = job.kind else { continue };
            if (job.scope, job.program) != (caller.scope, program) {
                continue;
            }
            if self.settle_whole(caller, program, customer, rest).await.is_err() {
                // The job stays, and tells of the fault when it is tried again.
                continue;
            }
            let jobs = vec![JobChange::Done(job.id)];
            let attempt = || async { Ok(((), Changes { jobs: jobs.clone(), ..Changes::default() })) };
            match self.turn(caller, "settle_rest", attempt).await {
                // A worker did the job meanwhile.
                Err(Error::Busy) => {}
                done => {
                    done?;
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn position_of(&self, scope: Scope, from: RestFrom) -> Result<Position, Error> {
        let conversion = match from {
            RestFrom::Instant(at) => return Ok(Position::at(at)),
            RestFrom::Conversion(conversion) => conversion,
        };
        let query = ListOf::<Conversion>::new(1).only(ConversionColumn::ID, conversion);
        let found = list_of(self.book(), scope, &query).await?.pop();
        found.map(|it| it.position()).ok_or_else(|| Error::not_found("conversion", conversion))
    }
}
