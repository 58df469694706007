//! Deed: somebody asks to take part in a program.

use crate::{
    Actor, Caller, Engine, Error, Origin,
    audit::view,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks::group_of,
};
use facts::Event;
use program::{
    Applications, Enrollment, EnrollmentStatus, Partner, Program, Step, latest_terms,
    normalize_letter_address,
};
use words::{Day, EnrollmentId, Instant, Invalid, Mode, PartnerId, ProgramId, check_lines};

use super::applications_today::APPLICATIONS_PER_DAY;
use super::step::enrollment_changed;
use super::update_partner::PartnerDetails;

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

impl Engine {
    /// What everybody may know of a program; of a closed one no more than that it is.
    pub async fn program_profile(&self, id: ProgramId) -> Result<ProgramProfile, Error> {
        let programs = self.book().all_programs().await?;
        let shown = |program: &Program| program.id == id && program.scope.mode == Mode::Live;
        let mut program = programs.into_iter().find(shown).ok_or_else(|| Error::not_found("program", id))?;
        let mut terms = Vec::new();
        if program.applications == Applications::Closed {
            program.description = None;
        } else {
            let rulebook = self.rulebook(program.scope, id).await?;
            let latest = latest_terms(&rulebook.terms, group_of(&rulebook, None)?.id);
            terms = latest.map(|terms| terms.explain(program.currency)).unwrap_or_default();
        }
        let workspace = self.book().workspace(program.scope.workspace).await?;
        let workspace = workspace.map(|workspace| workspace.name).unwrap_or_default();
        Ok(ProgramProfile { program, workspace, terms })
    }

    /// Takes an application from anybody. The answer is the same whether or not the address is known, so that addresses
    /// cannot be tried. What is known of a partner stays as it is; anybody may have typed their address, so that they
    /// take part, and accept terms, only once the merchant approves or they themselves apply again, logged in.
    pub async fn apply(&self, input: &ApplicationInput, base: &str, origin: &Origin) -> Result<(), Error> {
        let email = &normalize_letter_address("email", &input.email)?;
        if let Some(message) = &input.message {
            check_lines("message", message, APPLICATION_CHARACTERS_MAX)?;
        }
        let programs = self.book().all_programs().await?;
        let program = programs.into_iter().find(|program| program.id == input.program);
        let program = &program.ok_or_else(|| Error::not_found("program", input.program))?;
        check_open(program)?;
        // Read whole before the try is counted.
        let drafted = &self.drafted(input, program)?;
        let hash = &self.vault().email_hash(email);
        self.count_try("apply", Some(hash), origin).await?;
        if !self.applications_today.count(program.id, Day::of(self.now())) {
            let expected =
                format!("a program with less than {APPLICATIONS_PER_DAY} applications today; try tomorrow");
            return Err(Invalid::new("program_id", expected).into());
        }
        let caller = &Caller::new(program.scope, Actor::Visitor { user: None }, origin.clone());
        let attempt = move || async move {
            let now = self.now();
            let scope = program.scope;
            // Twice at once is once.
            let key = VersionKey::Applicant(scope, hash.clone());
            let version = self.book().version(&key).await?;
            let mut changes = Changes { expected: vec![Expected { key, version }], ..Changes::default() };
            let (partner, step) = match self.book().partner_by_email(scope, hash).await? {
                Some(known) if self.enrollment_in(&known, program.id).await?.is_some() => {
                    return self.nothing_but_time();
                }
                Some(known) => (known, Step::Apply),
                None => {
                    let id = PartnerId::draw(now, self.draw());
                    let partner = Partner { id, created_at: now, ..drafted.clone() };
                    changes.rows.push(Row::Partner(partner.clone()));
                    (partner, first_step(program))
                }
            };
            let by = self.recruiter_of(scope, program.id, (input.recruited_by, &partner)).await?;
            self.applied(caller, (&partner, program, by), (step, base), &mut changes).await?;
            Ok(((), changes))
        };
        self.turn_by(caller, "apply", attempt).await
    }

    /// The partner whom the application describes, before they have an id of their own.
    fn drafted(&self, input: &ApplicationInput, program: &Program) -> Result<Partner, Error> {
        let now = self.now();
        let details = PartnerDetails {
            email: Some(&input.email),
            company: input.company.as_deref(),
            website: input.website.as_deref(),
            notes: input.message.as_deref(),
        };
        let id = PartnerId::draw(now, self.draw());
        self.new_partner((id, program.scope), &input.display_name, &details, now)
    }

    /// A partner of the scope, logged in, asks to take part in another of its programs, or again.
    pub(crate) async fn apply_as(
        &self,
        caller: &Caller,
        partner: &Partner,
        program: ProgramId,
        base: &str,
    ) -> Result<Enrollment, Error> {
        let attempt = move || async move {
            let program = self.rulebook(caller.scope, program).await?.program;
            check_open(&program)?;
            let first = first_step(&program);
            if let Some(there) = self.enrollment_in(partner, program.id).await? {
                let (before, expected) = self.enrollment_with_version(caller, there.id).await?;
                // An application that waits is theirs to complete; one that was refused begins anew.
                let step = if before.status == EnrollmentStatus::Applied { first } else { Step::Apply };
                return self.stepped(caller, (before, expected), (step, None), base).await;
            }
            let mut changes = Changes::default();
            let enrollment =
                self.applied(caller, (partner, &program, None), (first, base), &mut changes).await?;
            Ok((enrollment, changes))
        };
        Ok(self.turn(caller, "apply_as", attempt).await?.value)
    }

    pub(super) async fn enrollment_in(
        &self,
        partner: &Partner,
        program: ProgramId,
    ) -> Result<Option<Enrollment>, Error> {
        let page = crate::ports::Page { after: None, limit: 1 };
        let found = self.book().enrollments(partner.scope, Some(program), Some(partner.id), page).await?;
        Ok(found.into_iter().next())
    }

    /// The new enrollment after its first step.
    async fn applied(
        &self,
        caller: &Caller,
        (partner, program, by): (&Partner, &Program, Option<EnrollmentId>),
        (step, base): (Step, &str),
        changes: &mut Changes,
    ) -> Result<Enrollment, Error> {
        let now = self.now();
        let mut enrollment = self.new_enrollment(program.id, partner, step.path().1, now).await?;
        enrollment = enrollment.recruited_by(by, now)?;
        if step == Step::Approve {
            let (accepting, rules) = self.accepting_latest(enrollment, now).await?;
            enrollment = accepting;
            changes.unchanged.push(rules);
        }
        let event = Event::of_step(step, enrollment_changed(&enrollment));
        let action = event.kind().text();
        changes.facts.push(self.fact(program.scope, now, event).of_program(program.id));
        changes.audit.push(self.audited(caller, now, action, enrollment.id, (None, view(&enrollment))));
        let key = VersionKey::Enrollment(enrollment.id);
        changes.expected.push(Expected { key, version: 0 });
        changes.rows.push(Row::Enrollment(enrollment.clone()));
        self.write_to(caller, partner, (step, &enrollment), base, changes).await?;
        Ok(enrollment)
    }

    async fn new_enrollment(
        &self,
        program: ProgramId,
        partner: &Partner,
        status: EnrollmentStatus,
        now: Instant,
    ) -> Result<Enrollment, Error> {
        let rulebook = self.rulebook(partner.scope, program).await?;
        let group = group_of(&rulebook, None)?;
        Ok(Enrollment::new(EnrollmentId::draw(now, self.draw()), group, partner.id, status, now))
    }
}

/// Whoever applies is taken at once where the program says so.
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
