//! Deed: somebody fills in a partner's lead form.

use super::{changed, recorded};
use crate::{
    Actor, Caller, Engine, Error, Origin, audit, jobs, people,
    ports::{Changes, JobChange, ListOf, Row, SubmissionColumn, list_of},
    submissions,
};
use facts::Event;
use program::{Enrollment, LeadForms, NAME_CHARACTERS_MAX, Partner, Program, normalize_letter_address};
use referral::{COMPANY_CHARACTERS_MAX, SUBMISSION_MESSAGE_CHARACTERS_MAX, Submission, SubmissionStatus};
use std::collections::BTreeSet;
use words::{
    EnrollmentId, Instant, Invalid, MICROS_PER_DAY, Mode, Personal, Scope, SubmissionId, check_lines,
    check_text,
};

/// Submissions of one form within 24 hours.
pub const FORM_DAY_MAX: usize = 1_000;

/// What a lead form shows everybody.
#[derive(Clone, PartialEq, Debug)]
pub struct LeadForm {
    pub program: Program,
    /// The name of the workspace whose it is.
    pub workspace: String,
    pub partner: Partner,
    pub enrollment: Enrollment,
}

#[derive(Clone, Debug)]
pub struct SubmissionInput {
    /// Whose form it is.
    pub enrollment: EnrollmentId,
    pub name: Option<String>,
    pub email: String,
    pub company: Option<String>,
    pub message: Option<String>,
    /// Whom it is about agrees to it.
    pub consent: bool,
}

/// The form of an enrollment. It is there while the program has forms and the partner takes part.
pub async fn form(engine: &Engine, enrollment: EnrollmentId) -> Result<LeadForm, Error> {
    let unknown = || Error::not_found("lead form", enrollment);
    let mut programs = engine.book().all_programs().await?;
    programs.retain(|it| it.scope.mode == Mode::Live && it.lead_forms != LeadForms::Closed);
    let scopes: BTreeSet<Scope> = programs.iter().map(|program| program.scope).collect();
    for scope in scopes {
        let Some(enrollment) = engine.book().enrollment(scope, enrollment).await? else { continue };
        let open = enrollment.is_active_at(engine.now());
        let program = programs.into_iter().find(|program| open && program.id == enrollment.program);
        let program = program.ok_or_else(unknown)?;
        let partner = engine.book().partner(scope, enrollment.partner).await?.ok_or_else(unknown)?;
        let workspace = engine.book().workspace(scope.workspace).await?;
        let workspace = workspace.map(|workspace| workspace.name).unwrap_or_default();
        return Ok(LeadForm { program, workspace, partner, enrollment });
    }
    Err(unknown())
}

/// Takes what anybody submits. The answer is the same whether or not the address is known, so that addresses
/// cannot be tried; the same address in the same form is taken once.
pub async fn submit(engine: &Engine, input: &SubmissionInput, origin: &Origin) -> Result<(), Error> {
    let form = &submissions::form(engine, input.enrollment).await?;
    let (company, personal) = &read_submission(engine, input)?;
    let Some(hash) = &personal.email_hash else { return Ok(()) };
    // Read whole before the try is counted.
    people::count_try(engine, "lead_form", None, origin).await?;
    let scope = form.program.scope;
    let caller = &Caller::new(scope, Actor::Visitor { user: None }, origin.clone());
    let attempt = move || async move {
        let now = engine.now();
        let expected = submissions::version(engine, scope).await?;
        check_room(engine, form, now).await?;
        let known = submissions::of_address(engine, scope, hash, None).await?;
        let same =
            |it: &Submission| it.enrollment == form.enrollment.id && it.status != SubmissionStatus::Rejected;
        if known.iter().any(same) {
            return people::nothing_but_time(engine);
        }
        let at_once = form.program.lead_forms == LeadForms::Automatic;
        let status = if at_once { SubmissionStatus::Accepted } else { SubmissionStatus::Submitted };
        let submission = Submission {
            id: SubmissionId::draw(now, engine.draw()),
            scope,
            program: form.program.id,
            enrollment: form.enrollment.id,
            partner: form.partner.id,
            company: company.clone(),
            personal: personal.clone(),
            status,
            reason: None,
            customers: Vec::new(),
            submitted_at: now,
            changed_at: now,
            erased_at: None,
        };
        let submitted = Event::SubmissionSubmitted(changed(&submission));
        let kind = submitted.kind().text();
        let mut changes = Changes {
            expected: vec![expected],
            facts: vec![engine.fact(scope, now, submitted).of_program(submission.program)],
            audit: vec![audit::entry(
                engine,
                caller,
                now,
                kind,
                submission.id,
                (None, recorded(&submission)),
            )],
            ..Changes::default()
        };
        if at_once {
            changes.jobs.push(submissions::attach_later(engine, &submission));
        }
        changes.rows.push(Row::Submission(submission));
        Ok(((), changes))
    };
    engine.transact_by(caller, "submit_lead_form", attempt).await
}

/// A job that looks for the customers of an accepted submission.
pub(crate) fn attach_later(engine: &Engine, submission: &Submission) -> JobChange {
    let run_at = engine.now();
    jobs::put(
        engine,
        submission.scope,
        submission.program,
        jobs::AttachSubmission { submission: submission.id },
        run_at,
    )
}

fn read_submission(engine: &Engine, input: &SubmissionInput) -> Result<(Option<String>, Personal), Error> {
    let email = normalize_letter_address("email", &input.email)?;
    for (field, text, most) in
        [("name", &input.name, NAME_CHARACTERS_MAX), ("company", &input.company, COMPANY_CHARACTERS_MAX)]
    {
        if let Some(text) = text {
            check_text(field, text, most)?;
        }
    }
    if let Some(message) = &input.message {
        check_lines("message", message, SUBMISSION_MESSAGE_CHARACTERS_MAX)?;
    }
    if !input.consent {
        return Err(Invalid::new("consent", "true: whom it is about agrees to it").into());
    }
    let key = engine.vault().new_key();
    let seal = |text: &String| engine.vault().seal(&key, text);
    let personal = Personal {
        name: input.name.as_ref().map(seal),
        email: Some(engine.vault().seal(&key, input.email.trim())),
        email_hash: Some(engine.vault().email_hash(&email)),
        notes: input.message.as_ref().map(seal),
        key: Some(key),
        ..Personal::default()
    };
    Ok((input.company.clone(), personal))
}

/// The same for every address, so that a full form tells none.
async fn check_room(engine: &Engine, form: &LeadForm, now: Instant) -> Result<(), Error> {
    let latest = ListOf::<Submission>::new(FORM_DAY_MAX)
        .only(SubmissionColumn::ENROLLMENT_ID, form.enrollment.id)
        .newest_first();
    let latest: Vec<Submission> = list_of(engine.book(), form.program.scope, &latest).await?;
    // Those of a day ahead were submitted before the clock went back, and count no longer either.
    let is_of_today = |at: Instant| at.micros_since(now).abs() <= MICROS_PER_DAY;
    if latest.len() < FORM_DAY_MAX || latest.iter().any(|it| !is_of_today(it.submitted_at)) {
        return Ok(());
    }
    let expected = format!("a form with less than {FORM_DAY_MAX} submissions within 24 hours");
    Err(Invalid::new("enrollment_id", expected).into())
}
