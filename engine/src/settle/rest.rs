//! Settling a customer part by part: what one commit leaves is a job.

use crate::{
    Caller, Engine, Error, jobs,
    ports::{Changes, ConversionColumn, JobChange, JobKind, ListOf, list_of},
    settle,
};
use conversion::{Conversion, Position};
use settlement::{Rest, RestFrom};
use words::{CustomerId, Instant, ProgramId, Scope};

/// Jobs that are looked through at once.
pub(crate) const JOBS_READ_MAX: usize = 100_000;

pub(crate) fn rest_later(
    engine: &Engine,
    (scope, program, customer): (Scope, ProgramId, CustomerId),
    rest: Rest,
    now: Instant,
) -> JobChange {
    jobs::put(engine, scope, program, jobs::SettleRest { customer, rest }, now)
}

/// Settles the next part of the customer, and leaves what is behind it to a job.
pub(crate) async fn go_on(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    customer: CustomerId,
    rest: Rest,
) -> Result<(), Error> {
    let attempt = move || async move {
        let (part, mut changes) = settle::attempt_part(engine, caller.scope, program, customer, rest).await?;
        let about = (caller.scope, program, customer);
        let next = part.rest.map(|rest| settle::rest_later(engine, about, rest, engine.now()));
        changes.jobs.extend(next);
        Ok(((), changes))
    };
    engine.transact(caller, "settle_rest", attempt).await?;
    Ok(())
}

/// Settles every customer of the program who is settled in part to the end: what a statement shows must not change by
/// itself. A customer that cannot be settled does not hold up the others.
pub(crate) async fn all_rests(engine: &Engine, caller: &Caller, program: ProgramId) -> Result<(), Error> {
    for job in engine.book().due_jobs(engine.now(), JOBS_READ_MAX).await? {
        let JobKind::SettleRest(jobs::SettleRest { customer, rest }) = job.kind else { continue };
        if (job.scope, job.program) != (caller.scope, program) {
            continue;
        }
        if settle::whole(engine, caller, program, customer, rest).await.is_err() {
            // The job stays, and tells of the fault when it is tried again.
            continue;
        }
        let jobs = vec![JobChange::Done(job.id)];
        let attempt = || async { Ok(((), Changes { jobs: jobs.clone(), ..Changes::default() })) };
        match engine.transact(caller, "settle_rest", attempt).await {
            // A worker did the job meanwhile.
            Err(Error::Busy) => {}
            done => {
                done?;
            }
        }
    }
    Ok(())
}

pub(crate) async fn position_of(engine: &Engine, scope: Scope, from: RestFrom) -> Result<Position, Error> {
    let conversion = match from {
        RestFrom::Instant(at) => return Ok(Position::at(at)),
        RestFrom::Conversion(conversion) => conversion,
    };
    let query = ListOf::<Conversion>::new(1).only(ConversionColumn::ID, conversion);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    found.map(|it| it.position()).ok_or_else(|| Error::not_found("conversion", conversion))
}
