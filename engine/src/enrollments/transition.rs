//! Deeds: a step in an enrollment's life, and its move to another group.

use crate::{
    Caller, Engine, Error, Permit,
    audit::{self, view},
    enrollments, jobs, milestones,
    need::WritePartners,
    ports::{Changes, Expected, Row},
    rulebooks::{self, group_of},
};
use facts::{EnrollmentChanged, Event};
use program::{Enrollment, Step};
use words::{EnrollmentId, GroupId};

/// Changes the enrollment's status. Repeating a step changes nothing. Emails the partner about an invitation, an approval
/// or a rejection, with links under `base`.
pub async fn transition(
    engine: &Engine,
    caller: &Permit<WritePartners>,
    id: EnrollmentId,
    (step, reason): (Step, Option<&str>),
    base: &str,
) -> Result<Enrollment, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let (before, expected) = enrollments::find(engine, caller, id).await?;
        enrollments::attempt_transition(engine, caller, (before, expected), (step, reason), base).await
    };
    Ok(engine.transact(caller, "step_enrollment", attempt).await?.value)
}

/// Moves an enrollment to another group of its program: what begins from now on is priced by its terms.
pub async fn move_to_group(
    engine: &Engine,
    caller: &Permit<WritePartners>,
    id: EnrollmentId,
    group: GroupId,
) -> Result<Enrollment, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let (before, expected) = enrollments::find(engine, caller, id).await?;
        let rulebook = rulebooks::load(engine, caller.scope, before.program).await?;
        let group = group_of(&rulebook, Some(group))?.id;
        if group == before.group {
            return Ok((before, Changes::default()));
        }
        let after = before.moved(group, engine.now())?;
        let about = (after.scope, after.program);
        let look = milestones::look_later(engine, &rulebook.terms, about, Some(id));
        let mut changes = enrollments::changes_of(
            engine,
            caller,
            Event::EnrollmentMoved,
            (&before, after.clone()),
            expected,
        );
        changes.jobs.extend(look);
        Ok((after, changes))
    };
    Ok(engine.transact(caller, "move_enrollment", attempt).await?.value)
}

/// The enrollment after a step, with all that the step brings.
pub(crate) async fn attempt_transition(
    engine: &Engine,
    caller: &Caller,
    (before, expected): (Enrollment, Expected),
    (step, reason): (Step, Option<&str>),
    base: &str,
) -> Result<(Enrollment, Changes), Error> {
    step.check_reason(reason)?;
    if before.status == step.path().1 {
        let changes = enrollments::write_again(engine, caller, (step, &before), base).await?;
        return Ok((before, changes));
    }
    let now = engine.now();
    let mut after = before.stepped(step, reason, now)?;
    let (mut premises, mut look) = (Vec::new(), None);
    if matches!(step, Step::Approve | Step::Accept) {
        let (accepting, rules) = enrollments::accept_latest_terms(engine, after, now).await?;
        (after, premises) = (accepting, vec![rules]);
        let rulebook = rulebooks::load(engine, caller.scope, after.program).await?;
        look = milestones::look_later(engine, &rulebook.terms, (after.scope, after.program), Some(after.id));
    }
    let mut changes = enrollments::changes_of(
        engine,
        caller,
        |body| Event::of_step(step, body),
        (&before, after.clone()),
        expected,
    );
    changes.unchanged = premises;
    changes.jobs.extend(look);
    if step == Step::Ban {
        let work = jobs::DeclinePending { enrollment: after.id };
        changes.jobs.push(jobs::put(engine, after.scope, after.program, work, engine.now()));
    }
    enrollments::write_to_partner(engine, caller, (step, &after), base, &mut changes).await?;
    Ok((after, changes))
}

/// What every change of an enrollment commits.
pub(crate) fn changes_of(
    engine: &Engine,
    caller: &Caller,
    done: impl FnOnce(EnrollmentChanged) -> Event,
    (before, after): (&Enrollment, Enrollment),
    expected: Expected,
) -> Changes {
    let now = engine.now();
    let event = done(enrollment_changed(&after));
    let action = event.kind().text();
    let facts = vec![engine.fact(after.scope, now, event).of_program(after.program)];
    let audit = vec![audit::entry(engine, caller, now, action, after.id, (view(before), view(&after)))];
    let rows = vec![Row::Enrollment(after)];
    Changes { expected: vec![expected], rows, facts, audit, ..Changes::default() }
}

/// The body of a fact about an enrollment.
pub(crate) fn enrollment_changed(after: &Enrollment) -> EnrollmentChanged {
    EnrollmentChanged {
        enrollment: after.id,
        partner: after.partner,
        group: after.group,
        status: after.status,
    }
}
