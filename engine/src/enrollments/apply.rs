//! Deed: somebody asks to take part in a program.

use crate::{
    Actor, Caller, Engine, Error, Origin,
    audit::{self, view},
    enrollments, partners, people,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks::{self, group_of},
};
use facts::Event;
use program::{
    Applications, Enrollment, EnrollmentStatus, Partner, Program, Step, latest_terms,
    normalize_letter_address,
};
use words::{Day, EnrollmentId, Instant, Invalid, Mode, PartnerId, ProgramId, check_lines};

use super::applications_today::APPLICATIONS_PER_DAY;
use super::transition::enrollment_changed;
use crate::partners::PartnerDetails;

/// Of what applicants say about themselves; the merchant finds it among the partner's notes.
pub const APPLICATION_CHARACTERS_MAX: usize = 2_000;

#[derive(Clone, Debug)]
pub struct ApplicationInput {
    pub program: ProgramId,
    pub display_name: String,
    pub email: String,
    pub company: Option<String>,
    pub website: Option<String>,
    /// How the applicant means to refer customers.
    pub message: Option<String>,
    /// The enrollment of the partner by whose link they came.
    pub recruited_by: Option<EnrollmentId>,
}

/// What a program shows everybody.
#[derive(Clone, PartialEq, Debug)]
pub struct ProgramProfile {
    pub program: Program,
    /// The name of the workspace whose it is.
    pub workspace: String,
    /// The latest terms of the group that newcomers join, in plain words.
    pub terms: Vec<String>,
}

/// What everybody may know of a program; of a closed one no more than that it is.
pub async fn program_profile(engine: &Engine, id: ProgramId) -> Result<ProgramProfile, Error> {
    let programs = engine.book().all_programs().await?;
    let shown = |program: &Program| program.id == id && program.scope.mode == Mode::Live;
    let mut program = programs.into_iter().find(shown).ok_or_else(|| Error::not_found("program", id))?;
    let mut terms = Vec::new();
    if program.applications == Applications::Closed {
        program.description = None;
    } else {
        let rulebook = rulebooks::load(engine, program.scope, id).await?;
        let latest = latest_terms(&rulebook.terms, group_of(&rulebook, None)?.id);
        terms = latest.map(|terms| terms.explain(program.currency)).unwrap_or_default();
    }
    let workspace = engine.book().workspace(program.scope.workspace).await?;
    let workspace = workspace.map(|workspace| workspace.name).unwrap_or_default();
    Ok(ProgramProfile { program, workspace, terms })
}

/// Takes an application from anybody. The answer is the same whether or not the address is known, so that addresses
/// cannot be tried. What is known of a partner stays as it is; anybody may have typed their address, so that they
/// take part, and accept terms, only once the merchant approves or they themselves apply again, logged in.
pub async fn apply(
    engine: &Engine,
    input: &ApplicationInput,
    base: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let email = &normalize_letter_address("email", &input.email)?;
    if let Some(message) = &input.message {
        check_lines("message", message, APPLICATION_CHARACTERS_MAX)?;
    }
    let programs = engine.book().all_programs().await?;
    let program = programs.into_iter().find(|program| program.id == input.program);
    let program = &program.ok_or_else(|| Error::not_found("program", input.program))?;
    check_open(program)?;
    // Read whole before the try is counted.
    let drafted = &draft_partner(engine, input, program)?;
    let hash = &engine.vault().email_hash(email);
    people::count_try(engine, "apply", Some(hash), origin).await?;
    if !engine.applications_today.count(program.id, Day::of(engine.now())) {
        let expected =
            format!("a program with less than {APPLICATIONS_PER_DAY} applications today; try tomorrow");
        return Err(Invalid::new("program_id", expected).into());
    }
    let caller = &Caller::new(program.scope, Actor::Visitor { user: None }, origin.clone());
    let attempt = move || async move {
        let now = engine.now();
        let scope = program.scope;
        // Twice at once is once.
        let key = VersionKey::Applicant(scope, hash.clone());
        let version = engine.book().version(&key).await?;
        let mut changes = Changes { expected: vec![Expected { key, version }], ..Changes::default() };
        let (partner, step) = match engine.book().partner_by_email(scope, hash).await? {
            Some(known)
                if enrollments::find_in_program(engine, scope, known.id, program.id).await?.is_some() =>
            {
                return people::nothing_but_time(engine);
            }
            Some(known) => (known, Step::Apply),
            None => {
                let id = PartnerId::draw(now, engine.draw());
                let partner = Partner { id, created_at: now, ..drafted.clone() };
                changes.rows.push(Row::Partner(partner.clone()));
                (partner, first_step(program))
            }
        };
        let by =
            enrollments::find_recruiter(engine, scope, program.id, (input.recruited_by, &partner)).await?;
        attempt_apply(engine, caller, (&partner, program, by), (step, base), &mut changes).await?;
        Ok(((), changes))
    };
    engine.transact_by(caller, "apply", attempt).await
}

/// The partner whom the application describes, before they have an id of their own.
fn draft_partner(engine: &Engine, input: &ApplicationInput, program: &Program) -> Result<Partner, Error> {
    let now = engine.now();
    let details = PartnerDetails {
        email: Some(&input.email),
        company: input.company.as_deref(),
        website: input.website.as_deref(),
        notes: input.message.as_deref(),
    };
    let id = PartnerId::draw(now, engine.draw());
    partners::draft(engine, (id, program.scope), &input.display_name, &details, now)
}

/// A partner of the scope, logged in, asks to take part in another of its programs, or again.
pub(crate) async fn apply_as(
    engine: &Engine,
    caller: &Caller,
    partner: &Partner,
    program: ProgramId,
    base: &str,
) -> Result<Enrollment, Error> {
    let attempt = move || async move {
        let program = rulebooks::load(engine, caller.scope, program).await?.program;
        check_open(&program)?;
        let first = first_step(&program);
        if let Some(there) =
            enrollments::find_in_program(engine, partner.scope, partner.id, program.id).await?
        {
            let (before, expected) = enrollments::find(engine, caller, there.id).await?;
            // An application that waits is theirs to complete; one that was refused begins anew.
            let step = if before.status == EnrollmentStatus::Applied { first } else { Step::Apply };
            return enrollments::attempt_transition(engine, caller, (before, expected), (step, None), base)
                .await;
        }
        let mut changes = Changes::default();
        let enrollment =
            attempt_apply(engine, caller, (partner, &program, None), (first, base), &mut changes).await?;
        Ok((enrollment, changes))
    };
    Ok(engine.transact(caller, "apply_as", attempt).await?.value)
}

/// The new enrollment after its first step.
async fn attempt_apply(
    engine: &Engine,
    caller: &Caller,
    (partner, program, by): (&Partner, &Program, Option<EnrollmentId>),
    (step, base): (Step, &str),
    changes: &mut Changes,
) -> Result<Enrollment, Error> {
    let now = engine.now();
    let mut enrollment = draft(engine, program.id, partner, step.path().1, now).await?;
    enrollment = enrollment.recruited_by(by, now)?;
    if step == Step::Approve {
        let (accepting, rules) = enrollments::accept_latest_terms(engine, enrollment, now).await?;
        enrollment = accepting;
        changes.unchanged.push(rules);
    }
    let event = Event::of_step(step, enrollment_changed(&enrollment));
    let action = event.kind().text();
    changes.facts.push(engine.fact(program.scope, now, event).of_program(program.id));
    changes.audit.push(audit::entry(engine, caller, now, action, enrollment.id, (None, view(&enrollment))));
    let key = VersionKey::Enrollment(enrollment.id);
    changes.expected.push(Expected { key, version: 0 });
    changes.rows.push(Row::Enrollment(enrollment.clone()));
    enrollments::write_to(engine, caller, partner, (step, &enrollment), base, changes).await?;
    Ok(enrollment)
}

async fn draft(
    engine: &Engine,
    program: ProgramId,
    partner: &Partner,
    status: EnrollmentStatus,
    now: Instant,
) -> Result<Enrollment, Error> {
    let rulebook = rulebooks::load(engine, partner.scope, program).await?;
    let group = group_of(&rulebook, None)?;
    Ok(Enrollment::new(EnrollmentId::draw(now, engine.draw()), group, partner.id, status, now))
}

/// Programs with automatic applications approve at once.
fn first_step(program: &Program) -> Step {
    match program.applications {
        Applications::Automatic => Step::Approve,
        Applications::Closed | Applications::ByApproval => Step::Apply,
    }
}

fn check_open(program: &Program) -> Result<(), Error> {
    match program.applications {
        Applications::Closed => Err(Invalid::new(
            "program_id",
            "a program that takes applications; this one invites its partners",
        )
        .into()),
        Applications::ByApproval | Applications::Automatic => Ok(()),
    }
}
