//! Deeds: a step in an enrollment's life, and its move to another group.

use crate::{
    Caller, Engine, Error, Permit,
    audit::view,
    jobs,
    need::WritePartners,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks::group_of,
};
use facts::{EnrollmentChanged, Event};
use program::{Enrollment, Step};
use words::{EnrollmentId, GroupId};

impl Engine {
    /// Takes a step; one that was taken already changes nothing. The partner hears of an invitation, an approval
    /// and a rejection by letter, with links under `base`.
    pub async fn step_enrollment(
        &self,
        caller: &Permit<WritePartners>,
        id: EnrollmentId,
        (step, reason): (Step, Option<&str>),
        base: &str,
    ) -> Result<Enrollment, Error> {
        let caller = &caller.without_idempotency();
        let attempt = move || async move {
            let (before, expected) = self.enrollment_with_version(caller, id).await?;
            self.stepped(caller, (before, expected), (step, reason), base).await
        };
        Ok(self.turn(caller, "step_enrollment", attempt).await?.value)
    }

    /// Moves an enrollment to another group of its program: what begins from now on is priced by its terms.
    pub async fn move_enrollment(
        &self,
        caller: &Permit<WritePartners>,
        id: EnrollmentId,
        group: GroupId,
    ) -> Result<Enrollment, Error> {
        let caller = &caller.without_idempotency();
        let attempt = move || async move {
            let (before, expected) = self.enrollment_with_version(caller, id).await?;
            let rulebook = self.rulebook(caller.scope, before.program).await?;
            let group = group_of(&rulebook, Some(group))?.id;
            if group == before.group {
                return Ok((before, Changes::default()));
            }
            let after = before.moved(group, self.now())?;
            let about = (after.scope, after.program);
            let look = self.look_at_milestones_later(&rulebook.terms, about, Some(id));
            let mut changes =
                self.enrollment_changed(caller, Event::EnrollmentMoved, (&before, after.clone()), expected);
            changes.jobs.extend(look);
            Ok((after, changes))
        };
        Ok(self.turn(caller, "move_enrollment", attempt).await?.value)
    }

    pub(crate) async fn enrollment_with_version(
        &self,
        caller: &Caller,
        id: EnrollmentId,
    ) -> Result<(Enrollment, Expected), Error> {
        let key = VersionKey::Enrollment(id);
        let version = self.book().version(&key).await?;
        let found = self.book().enrollment(caller.scope, id).await?;
        let enrollment = found.ok_or_else(|| Error::not_found("enrollment", id))?;
        Ok((enrollment, Expected { key, version }))
    }

    /// The enrollment after a step, with all that the step brings.
    pub(crate) async fn stepped(
        &self,
        caller: &Caller,
        (before, expected): (Enrollment, Expected),
        (step, reason): (Step, Option<&str>),
        base: &str,
    ) -> Result<(Enrollment, Changes), Error> {
        step.check_reason(reason)?;
        if before.status == step.path().1 {
            let changes = self.way_in_again(caller, (step, &before), base).await?;
            return Ok((before, changes));
        }
        let now = self.now();
        let mut after = before.stepped(step, reason, now)?;
        let (mut premises, mut look) = (Vec::new(), None);
        if matches!(step, Step::Approve | Step::Accept) {
            let (accepting, rules) = self.accepting_latest(after, now).await?;
            (after, premises) = (accepting, vec![rules]);
            let rulebook = self.rulebook(caller.scope, after.program).await?;
            look =
                self.look_at_milestones_later(&rulebook.terms, (after.scope, after.program), Some(after.id));
        }
        let mut changes = self.enrollment_changed(
            caller,
            |body| Event::of_step(step, body),
            (&before, after.clone()),
            expected,
        );
        changes.unchanged = premises;
        changes.jobs.extend(look);
        if step == Step::Ban {
            let work = jobs::DeclinePending { enrollment: after.id };
            changes.jobs.push(self.put_job(after.scope, after.program, work, self.now()));
        }
        self.write_to_partner(caller, (step, &after), base, &mut changes).await?;
        Ok((after, changes))
    }

    /// What every change of an enrollment commits.
    pub(crate) fn enrollment_changed(
        &self,
        caller: &Caller,
        done: impl FnOnce(EnrollmentChanged) -> Event,
        (before, after): (&Enrollment, Enrollment),
        expected: Expected,
    ) -> Changes {
        let now = self.now();
        let event = done(enrollment_changed(&after));
        let action = event.kind().text();
        let facts = vec![self.fact(after.scope, now, event).of_program(after.program)];
        let audit = vec![self.audited(caller, now, action, after.id, (view(before), view(&after)))];
        let rows = vec![Row::Enrollment(after)];
        Changes { expected: vec![expected], rows, facts, audit, ..Changes::default() }
    }
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
