//! Deed: what was submitted becomes evidence for the customers who have its e-mail address, or is none any more.

use crate::{
    Caller, Engine, Error,
    evidence::{self, TouchFrame, form_evidence},
    jobs,
    ports::{Changes, CustomerColumn, Expected, Job, JobChange, JobKind, ListOf, Row, VersionKey, list_of},
    settle, submissions,
};
use referral::{Customer, SubmissionStatus, Touch, TouchSource};
use words::{CustomerId, JobId, SubmissionId};

/// Customers with one e-mail address: more than any merchant has.
const CUSTOMERS_OF_ADDRESS_MAX: usize = 200;

/// Makes the touches of the customers agree with the submission. Again it changes nothing.
pub(crate) async fn attach(engine: &Engine, caller: &Caller, id: SubmissionId) -> Result<(), Error> {
    let (submission, _) = submissions::find(engine, caller.scope, id).await?;
    let mut customers = submission.customers.clone();
    if let Some(hash) = &submission.personal.email_hash {
        let query = ListOf::<Customer>::new(CUSTOMERS_OF_ADDRESS_MAX).only(CustomerColumn::EMAIL, &hash.0);
        let found = list_of(engine.book(), caller.scope, &query).await?;
        customers.extend(found.iter().map(|customer| customer.id));
    }
    customers.sort();
    customers.dedup();
    for customer in customers {
        let attempt = move || attempt_attach(engine, caller, id, customer);
        let changed = engine.transact(caller, "attach_submission", attempt).await?.value;
        if changed {
            // The job that was committed with it finds nothing left to do.
            settle::customer(engine, caller, submission.program, customer).await?;
        }
    }
    Ok(())
}

/// Whether the customer's touch was another before.
async fn attempt_attach(
    engine: &Engine,
    caller: &Caller,
    id: SubmissionId,
    customer: CustomerId,
) -> Result<(bool, Changes), Error> {
    let now = engine.now();
    let (submission, premise) = submissions::find(engine, caller.scope, id).await?;
    let (scope, program) = (caller.scope, submission.program);
    let Some(file) = engine.book().customer_file_by_id(scope, program, customer).await? else {
        return Ok((false, Changes::default()));
    };
    let evidence = form_evidence(&submission);
    let is_own = |touch: &&Touch| touch.key() == id.to_string();
    let touch = match file.touches.iter().find(is_own) {
        Some(known) if known.evidence == evidence => return Ok((false, Changes::default())),
        Some(known) => Touch { evidence, ..known.clone() },
        None if submission.status != SubmissionStatus::Accepted => {
            return Ok((false, Changes::default()));
        }
        None => {
            let frame = TouchFrame {
                scope,
                program,
                customer,
                event: String::new(),
                source: TouchSource::Server,
                occurred_at: submission.submitted_at,
                now,
            };
            evidence::form_touch(engine, &frame, &submission)
        }
    };
    let key = VersionKey::Customer(customer);
    let job = Job {
        id: JobId::draw(now, engine.draw()),
        scope,
        program,
        kind: JobKind::SettleCustomer(jobs::SettleCustomer { customer }),
        run_at: now,
        attempts: 0,
    };
    let expected = vec![premise, Expected { key, version: file.version }];
    let rows = vec![Row::Touch(touch), Row::Submission(submission.found(customer))];
    Ok((true, Changes { expected, rows, jobs: vec![JobChange::Put(job)], ..Changes::default() }))
}
