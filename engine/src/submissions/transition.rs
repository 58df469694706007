//! Deed: what was submitted is accepted or rejected. Accepted for a customer whom the merchant names, it is a lead.

use super::{changed, recorded};
use crate::{
    Caller, CustomerInput, Engine, Error, EventInput, LeadMode, Permit, audit,
    conversions::{self, check_occurred_at},
    need::WriteConversions,
    ports::{Changes, Row},
    submissions,
};
use conversion::Kind;
use facts::Event;
use referral::{
    EXTERNAL_ID_CHARACTERS_MAX, SUBMISSION_REASON_CHARACTERS_MAX, Submission, SubmissionStatus,
    SubmissionStep,
};
use std::collections::BTreeMap;
use words::{Invalid, Sealed, SubmissionId, check_lines, check_text};

/// The source and the name of leads that accepted submissions make.
const SOURCE_LEAD_FORM: &str = "lead_form";

/// Accepts what was submitted. With the merchant's own id of the customer it becomes a lead of theirs at once, also
/// when it was accepted before; without, it is evidence for whoever has its e-mail address.
pub async fn accept(
    engine: &Engine,
    caller: &Permit<WriteConversions>,
    id: SubmissionId,
    customer: Option<&str>,
) -> Result<Submission, Error> {
    let caller = &caller.without_idempotency();
    let (before, _) = submissions::find(engine, caller.scope, id).await?;
    if let Some(customer) = customer {
        check_text("customer_external_id", customer, EXTERNAL_ID_CHARACTERS_MAX)?;
        // Whatever its lead would be refused for is refused before.
        check_lead(engine, &before, customer).await?;
    }
    let is_accepted = before.status == SubmissionStatus::Accepted && before.erased_at.is_none();
    if !(is_accepted && customer.is_some()) {
        attempt_transition(engine, caller, id, &SubmissionStep::Accept).await?;
    }
    submissions::attach(engine, caller, id).await?;
    if let Some(customer) = customer {
        // As it stands now: it may have been rejected or erased meanwhile.
        let (now, _) = submissions::find(engine, caller.scope, id).await?;
        if now.status == SubmissionStatus::Accepted && now.erased_at.is_none() {
            record_lead(engine, caller, &now, customer).await?;
        }
    }
    Ok(submissions::find(engine, caller.scope, id).await?.0)
}

/// Its lead is one customer's, for ever.
async fn check_lead(engine: &Engine, submission: &Submission, customer: &str) -> Result<(), Error> {
    let (scope, program, id) = (submission.scope, submission.program, submission.id.to_string());
    let known = engine.book().conversion_by_key(scope, program, Kind::Lead, SOURCE_LEAD_FORM, &id).await?;
    match known.and_then(|lead| lead.content.customer) {
        Some(named) if named != customer => {
            let expected = format!("{named}, whose lead it is already");
            Err(Invalid::new("customer_external_id", expected).into())
        }
        _ => Ok(()),
    }
}

/// Rejects it. With whom it was evidence before, it is none any more.
pub async fn reject(
    engine: &Engine,
    caller: &Permit<WriteConversions>,
    id: SubmissionId,
    reason: &str,
) -> Result<Submission, Error> {
    check_lines("reason", reason, SUBMISSION_REASON_CHARACTERS_MAX)?;
    let caller = &caller.without_idempotency();
    attempt_transition(engine, caller, id, &SubmissionStep::Reject { reason: reason.to_owned() }).await?;
    submissions::attach(engine, caller, id).await?;
    Ok(submissions::find(engine, caller.scope, id).await?.0)
}

async fn attempt_transition(
    engine: &Engine,
    caller: &Caller,
    id: SubmissionId,
    step: &SubmissionStep,
) -> Result<(), Error> {
    let attempt = move || async move {
        let now = engine.now();
        let (before, expected) = submissions::find(engine, caller.scope, id).await?;
        let after = before.stepped(step, now)?;
        let event = Event::of_submission(changed(&after));
        let kind = event.kind().text();
        let fact = engine.fact(caller.scope, now, event).of_program(after.program);
        let record = (recorded(&before), recorded(&after));
        let changes = Changes {
            expected: vec![expected],
            facts: vec![fact.of_customer(after.customers.last().copied())],
            audit: vec![audit::entry(engine, caller, now, kind, id, record)],
            jobs: vec![submissions::attach_later(engine, &after)],
            rows: vec![Row::Submission(after)],
            ..Changes::default()
        };
        Ok(((), changes))
    };
    engine.transact(caller, "step_submission", attempt).await?;
    Ok(())
}

/// The lead of an accepted submission, once for ever: its identity is the submission's.
async fn record_lead(
    engine: &Engine,
    caller: &Caller,
    submission: &Submission,
    customer: &str,
) -> Result<(), Error> {
    let open = |sealed: &Option<Sealed>| {
        let (key, sealed) = submission.personal.key.as_ref().zip(sealed.as_ref())?;
        engine.vault().open(key, sealed)
    };
    let lead = EventInput {
        kind: Kind::Lead,
        program: Some(submission.program),
        source: SOURCE_LEAD_FORM.to_owned(),
        external_id: Some(submission.id.to_string()),
        customer: CustomerInput {
            external_id: customer.to_owned(),
            email: open(&submission.personal.email),
            is_email_verified: false,
            name: open(&submission.personal.name),
            organization: None,
        },
        click: None,
        code: None,
        event_name: Some(SOURCE_LEAD_FORM.to_owned()),
        amount: None,
        renewal: false,
        items: Vec::new(),
        // What it says is as old as that, unless it waited too long to be told so.
        occurred_at: check_occurred_at(Some(submission.submitted_at), engine.now())
            .is_ok()
            .then_some(submission.submitted_at),
        mode: LeadMode::Now,
        metadata: BTreeMap::new(),
    };
    conversions::record(engine, caller, &lead).await?;
    Ok(())
}
