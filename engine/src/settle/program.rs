//! Deed: everything recorded in a program settled again, customer by customer. A group's first terms
//! price what was recorded before there were any.

use crate::{
    Caller, Engine, Error, Permit,
    need::WritePrograms,
    ports::{Changes, Expected, VersionKey},
    rulebooks,
    settle::{self, Again},
};
use serde::{Deserialize, Serialize};
use settlement::{Reopen, Rest};
use words::{CustomerId, Instant, ProgramId, Scope};

const CUSTOMERS_PER_PAGE: usize = 500;

/// A cap that one customer frees another may use: so much is looked again at most.
const PASSES_MAX: usize = 5;

/// What came of settling a part of a customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Part {
    pub changed: bool,
    /// What is left to settle.
    pub rest: Option<Rest>,
}

/// Decides everything since then anew, what statements show included, until nothing changes any more.
pub(crate) async fn decide_anew(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    program: ProgramId,
    since: Instant,
) -> Result<(), Error> {
    for _ in 0..PASSES_MAX {
        if !settle::program(engine, caller, program, Reopen::Since(since)).await? {
            break;
        }
    }
    Ok(())
}

/// Settles every customer of the program again; what comes out the same changes nothing. Whether anything did.
pub(crate) async fn program(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    program: ProgramId,
    reopen: Reopen,
) -> Result<bool, Error> {
    let (mut after, mut changed) = (None, false);
    loop {
        let page = engine.book().customer_programs(Some(program), after, CUSTOMERS_PER_PAGE).await?;
        for &(scope, customer, _) in &page {
            if scope == caller.scope {
                let settled = settle::whole(engine, caller, program, customer, Rest::all(reopen));
                changed |= settled.await?;
            }
        }
        after = page.last().map(|&(_, customer, program)| (customer, program));
        if page.len() < CUSTOMERS_PER_PAGE {
            return Ok(changed);
        }
    }
}

/// Settles the customer part by part to the end. Whether anything changed.
pub(crate) async fn whole(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    customer: CustomerId,
    all: Rest,
) -> Result<bool, Error> {
    let (mut changed, mut next) = (false, Some(all));
    while let Some(rest) = next {
        let attempt = move || settle::attempt_part(engine, caller.scope, program, customer, rest);
        let part = engine.transact(caller, "settle_customer", attempt).await?.value;
        changed |= part.changed;
        next = part.rest;
    }
    Ok(changed)
}

/// The changes that settle a part of the customer.
pub(crate) async fn attempt_part(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    customer: CustomerId,
    rest: Rest,
) -> Result<(Part, Changes), Error> {
    let (mut changes, mut part) = (Changes::default(), Part::default());
    let file = engine.book().customer_file_by_id(scope, program, customer).await?;
    if let Some(file) = file {
        let rulebook = rulebooks::load(engine, scope, program).await?;
        let now = engine.now();
        let from = settle::position_of(engine, scope, rest.from).await?;
        let again = Again {
            rulebook: &rulebook,
            customer: &file.customer,
            from: &from,
            reopen: rest.reopen,
            is_disturbed: rest.is_disturbed,
            correction: None,
            amended: None,
            now,
        };
        part.rest = settle::part(engine, &again, &mut changes).await?;
        part.changed = changes != Changes::default();
        if part.changed {
            let key = VersionKey::Customer(customer);
            changes.expected.push(Expected { key, version: file.version });
        }
    }
    Ok((part, changes))
}
