//! Deed: what was written in a dispute is forgotten; what was decided and booked stays.

use crate::{
    Caller, Engine, Error, Permit, audit, disputes,
    need::WriteCustomers,
    ports::{Changes, DisputeColumn, Expected, ListOf, Row, list_of},
};
use commission::Dispute;
use facts::{DisputeErased, Event};
use std::collections::BTreeSet;
use words::{CustomerId, DisputeId};

/// Disputes about one customer: more than anybody opens.
const DISPUTES_OF_CUSTOMER_MAX: usize = 200;

/// Destroys the key of notes, references and the customer's name. Again it changes nothing.
pub async fn erase(
    engine: &Engine,
    caller: &Permit<WriteCustomers>,
    id: DisputeId,
) -> Result<Dispute, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let (before, expected) = disputes::find(engine, caller.scope, id).await?;
        if before.erased_at.is_some() {
            return Ok((before, Changes::default()));
        }
        let now = engine.now();
        let after = before.erased(now);
        let erased = Event::DisputeErased(DisputeErased { dispute: id, partner: after.partner });
        let kind = erased.kind().text();
        let fact = engine.fact(after.scope, now, erased).of_program(after.program);
        let record = (None, super::recorded(&after));
        let changes = Changes {
            expected: vec![expected],
            facts: vec![fact.of_customer(after.customer)],
            audit: vec![audit::entry(engine, caller, now, kind, id, record)],
            rows: vec![Row::Dispute(after.clone())],
            ..Changes::default()
        };
        Ok((after, changes))
    };
    let dispute = engine.transact(caller, "erase_dispute", attempt).await?.value;
    engine.book().scrub().await?;
    Ok(dispute)
}

/// The customer's disputes without what was written in them, and what that expects.
pub(crate) async fn nameless(
    engine: &Engine,
    caller: &Caller,
    customer: CustomerId,
) -> Result<(Vec<Row>, Vec<Expected>), Error> {
    let query = ListOf::<Dispute>::new(DISPUTES_OF_CUSTOMER_MAX).only(DisputeColumn::CUSTOMER_ID, customer);
    let found = list_of(engine.book(), caller.scope, &query).await?;
    let enrollments: BTreeSet<_> = found.iter().map(|dispute| dispute.enrollment).collect();
    let mut expected = Vec::new();
    for enrollment in enrollments {
        expected.push(disputes::version_of(engine, enrollment).await?);
    }
    // Read again, behind the versions.
    let found = list_of(engine.book(), caller.scope, &query).await?;
    let written = found.iter().filter(|dispute| dispute.erased_at.is_none());
    let rows = written.map(|dispute| Row::Dispute(dispute.erased(engine.now()))).collect();
    Ok((rows, expected))
}
