//! Deed: what retroactive tiers gave within a window is priced anew once another step is reached, also what statements show.

use crate::{
    Caller, Engine, Error,
    ports::{CommissionColumn, ListOf, Row, Test, Value},
    settle,
};
use commission::Commission;
use settlement::{Reopen, Rest, RestFrom};
use std::collections::BTreeSet;
use words::{CustomerId, Day, EnrollmentId, ProgramId, Scope};

const COMMISSIONS_PER_PAGE: usize = 500;

/// Customer by customer. Whoever comes meanwhile is priced by what is reached then.
pub(crate) async fn price_tiered(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    enrollment: EnrollmentId,
    (first, last): (Day, Day),
) -> Result<(), Error> {
    let (scope, reopen) = (caller.scope, Reopen::Tiered(first, last));
    let from = RestFrom::Instant(first.start());
    let rest = Rest { from, reopen, is_disturbed: false };
    for customer in customers_within(engine, scope, enrollment, (first, last)).await? {
        settle::whole(engine, caller, program, customer, rest).await?;
    }
    Ok(())
}

/// Whose conversions the enrollment was credited with in these days.
async fn customers_within(
    engine: &Engine,
    scope: Scope,
    enrollment: EnrollmentId,
    (first, last): (Day, Day),
) -> Result<BTreeSet<CustomerId>, Error> {
    let at = |day: Day| Value::Number(day.start().micros());
    let mut query = ListOf::<Commission>::new(COMMISSIONS_PER_PAGE)
        .only(CommissionColumn::ENROLLMENT_ID, enrollment)
        .with(CommissionColumn::OCCURRED_AT, Test::From(at(first)))
        .with(CommissionColumn::OCCURRED_AT, Test::Until(at(last.plus_days(1))));
    let mut customers = BTreeSet::new();
    loop {
        let rows = engine.book().list(scope, &query).await?;
        let place = rows.last().map(|row| query.place(row));
        let is_last = rows.len() < COMMISSIONS_PER_PAGE;
        let commissions = rows.into_iter().filter_map(|row: Row| Commission::try_from(row).ok());
        customers.extend(commissions.filter_map(|commission| commission.customer));
        if is_last {
            return Ok(customers);
        }
        query = query.after(place);
    }
}
