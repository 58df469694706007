//! Deed: whom a submission is about is forgotten.

use super::recorded;
use crate::{
    Caller, Engine, Error, Permit, audit,
    need::WriteCustomers,
    ports::{Changes, Expected, ListOf, Row, SubmissionColumn, list_of},
    submissions,
};
use facts::{Event, SubmissionErased};
use referral::{Customer, Evidence, Submission};
use words::SubmissionId;

/// Erases name, address, company and message; the verdict and the evidence stay. Again it changes nothing.
pub async fn erase(
    engine: &Engine,
    caller: &Permit<WriteCustomers>,
    id: SubmissionId,
) -> Result<Submission, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || attempt_erase(engine, caller, id);
    let submission = engine.transact(caller, "erase_submission", attempt).await?.value;
    engine.book().scrub().await?;
    Ok(submission)
}

async fn attempt_erase(
    engine: &Engine,
    caller: &Caller,
    id: SubmissionId,
) -> Result<(Submission, Changes), Error> {
    let now = engine.now();
    let (before, expected) = submissions::find(engine, caller.scope, id).await?;
    if before.erased_at.is_some() {
        return Ok((before, Changes::default()));
    }
    let after = before.erased(now);
    let erased = Event::SubmissionErased(SubmissionErased { submission: id, partner: after.partner });
    let kind = erased.kind().text();
    let fact = engine.fact(caller.scope, now, erased).of_program(after.program);
    let changes = Changes {
        expected: vec![expected],
        rows: vec![Row::Submission(after.clone())],
        facts: vec![fact.of_customer(after.customers.last().copied())],
        audit: vec![audit::entry(engine, caller, now, kind, id, (None, recorded(&after)))],
        ..Changes::default()
    };
    Ok((after, changes))
}

/// Everything that was submitted about a customer, without them, and what that expects.
pub(crate) async fn nameless(
    engine: &Engine,
    caller: &Caller,
    customer: &Customer,
) -> Result<(Vec<Row>, Expected), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let expected = submissions::version(engine, scope).await?;
    let mut found = Vec::new();
    // Also for an address that they had before.
    for program in engine.book().programs(scope).await? {
        let file = engine.book().customer_file_by_id(scope, program.id, customer.id).await?;
        for touch in file.map(|file| file.touches).unwrap_or_default() {
            if let Evidence::Form { submission, .. } = touch.evidence {
                let query = ListOf::<Submission>::new(1).only(SubmissionColumn::ID, submission);
                found.extend(list_of(engine.book(), scope, &query).await?);
            }
        }
    }
    if let Some(hash) = &customer.personal.email_hash {
        found.extend(submissions::of_address(engine, scope, hash, None).await?);
    }
    found.retain(|submission| submission.erased_at.is_none());
    found.sort_by_key(|submission| submission.id);
    found.dedup_by_key(|submission| submission.id);
    Ok((found.iter().map(|submission| Row::Submission(submission.erased(now))).collect(), expected))
}
