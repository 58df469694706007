//! Deed: what shows that a partner led a person is passed on to the organizations that the person belongs to.

use crate::{
    Caller, Engine, Error, jobs,
    ports::{Changes, Expected, Row, VersionKey},
    settle,
};
use referral::{Customer, Touch};
use settlement::{CustomerFile, Reopen, Rest};
use words::{CustomerId, Instant, ProgramId, TouchId};

/// Settles one customer of a program, and whoever their evidence counts for.
pub(crate) async fn customer(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    customer: CustomerId,
) -> Result<(), Error> {
    settle_alone(engine, caller, program, customer).await?;
    let file = engine.book().customer_file_by_id(caller.scope, program, customer).await?;
    for organization in file.map(|file| file.customer.organizations).unwrap_or_default() {
        let attempt = move || attempt_pass_on(engine, caller, program, customer, organization);
        engine.transact(caller, "pass_on", attempt).await?;
        settle_alone(engine, caller, program, organization).await?;
    }
    Ok(())
}

async fn settle_alone(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    customer: CustomerId,
) -> Result<(), Error> {
    settle::go_on(engine, caller, program, customer, Rest::all(Reopen::Nothing)).await
}

async fn attempt_pass_on(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    person: CustomerId,
    organization: CustomerId,
) -> Result<((), Changes), Error> {
    let own = engine.book().customer_file_by_id(caller.scope, program, person).await?;
    let theirs = engine.book().customer_file_by_id(caller.scope, program, organization).await?;
    let (Some(own), Some(theirs)) = (own, theirs) else { return Ok(((), Changes::default())) };
    let touches =
        settle::touches_for(engine, &theirs.customer, Some(&theirs), own.touches.iter(), engine.now());
    if touches.is_empty() {
        return Ok(((), Changes::default()));
    }
    let changes = Changes {
        expected: vec![Expected { key: VersionKey::Customer(organization), version: theirs.version }],
        unchanged: vec![Expected { key: VersionKey::Customer(person), version: own.version }],
        rows: touches.into_iter().map(Row::Touch).collect(),
        ..Changes::default()
    };
    Ok(((), changes))
}

/// A person's touches as the organization's, where they say something new. What was passed on to the person is not
/// passed on again.
pub(crate) fn touches_for<'a>(
    engine: &Engine,
    organization: &Customer,
    file: Option<&CustomerFile>,
    own: impl Iterator<Item = &'a Touch>,
    now: Instant,
) -> Vec<Touch> {
    let mut touches = Vec::new();
    for touch in own.filter(|touch| touch.person.is_none()) {
        let theirs = Touch {
            id: TouchId::draw(now, engine.draw()),
            customer: organization.id,
            person: Some(touch.customer),
            recorded_at: now,
            ..touch.clone()
        };
        let key = theirs.key();
        let known = file.iter().flat_map(|file| &file.touches).find(|known| known.key() == key);
        let theirs = match known {
            Some(known) => Touch { id: known.id, recorded_at: known.recorded_at, ..theirs },
            None => theirs,
        };
        if known != Some(&theirs) {
            touches.push(theirs);
        }
    }
    touches
}

/// Jobs that settle the person in every program, and whoever their evidence counts for.
pub(crate) async fn later(
    engine: &Engine,
    person: &Customer,
    now: Instant,
    changes: &mut Changes,
) -> Result<(), Error> {
    for program in engine.book().programs(person.scope).await? {
        changes.jobs.push(jobs::put(
            engine,
            person.scope,
            program.id,
            jobs::SettleCustomer { customer: person.id },
            now,
        ));
    }
    Ok(())
}
