//! Deeds: a step in an enrolment's life, and its move to another group.

use crate::{
    Caller, Engine, Error, Permit,
    audit::view,
    need::WritePartners,
    ports::{Changes, Expected, Job, JobChange, JobKind, Row, VersionKey},
};
use program::{Enrolment, Step};
use serde_json::json;
use words::{EnrolmentId, GroupId, JobId};

impl Engine {
    /// Takes a step; one that was taken already changes nothing. The partner hears of an invitation, an approval
    /// and a rejection by letter, with links under `base`.
    pub async fn step_enrolment(
        &self,
        caller: &Permit<WritePartners>,
        id: EnrolmentId,
        (step, reason): (Step, Option<&str>),
        base: &str,
    ) -> Result<Enrolment, Error> {
        let caller = &caller.without_idempotency();
        let attempt = move || async move {
            let (before, expected) = self.enrolment_with_version(caller, id).await?;
            self.stepped(caller, (before, expected), (step, reason), base).await
        };
        Ok(self.turn(caller, "step_enrolment", attempt).await?.value)
    }

    /// Moves an enrolment to another group of its program: what begins from now on is priced by its terms.
    pub async fn move_enrolment(
        &self,
        caller: &Permit<WritePartners>,
        id: EnrolmentId,
        group: GroupId,
    ) -> Result<Enrolment, Error> {
        let caller = &caller.without_idempotency();
        let attempt = move || async move {
            let (before, expected) = self.enrolment_with_version(caller, id).await?;
            let rulebook = self.rulebook(caller.scope, before.program).await?;
            let group = rulebook.group(Some(group))?.id;
            if group == before.group {
                return Ok((before, Changes::default()));
            }
            let after = before.moved(group, self.now())?;
            let about = (after.scope, after.program);
            let look = self.look_at_milestones_later(&rulebook.terms, about, Some(id));
            let action = "enrolment.moved";
            let mut changes = self.enrolment_changed(caller, action, (&before, after.clone()), expected);
            changes.jobs.extend(look);
            Ok((after, changes))
        };
        Ok(self.turn(caller, "move_enrolment", attempt).await?.value)
    }

    pub(crate) async fn enrolment_with_version(
        &self,
        caller: &Caller,
        id: EnrolmentId,
    ) -> Result<(Enrolment, Expected), Error> {
        let key = VersionKey::Enrolment(id);
        let version = self.book().version(&key).await?;
        let found = self.book().enrolment(caller.scope, id).await?;
        let enrolment = found.ok_or_else(|| Error::not_found("enrolment", id))?;
        Ok((enrolment, Expected { key, version }))
    }

    /// The enrolment after a step, with all that the step brings.
    pub(crate) async fn stepped(
        &self,
        caller: &Caller,
        (before, expected): (Enrolment, Expected),
        (step, reason): (Step, Option<&str>),
        base: &str,
    ) -> Result<(Enrolment, Changes), Error> {
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
        let mut changes = self.enrolment_changed(caller, step.done(), (&before, after.clone()), expected);
        changes.unchanged = premises;
        changes.jobs.extend(look);
        if step == Step::Ban {
            let kind = JobKind::DeclinePending { enrolment: after.id };
            changes.jobs.push(self.job_now(after.scope, after.program, kind));
        }
        self.write_to_partner(caller, (step, &after), base, &mut changes).await?;
        Ok((after, changes))
    }

    /// What every change of an enrolment commits.
    pub(crate) fn enrolment_changed(
        &self,
        caller: &Caller,
        action: &str,
        (before, after): (&Enrolment, Enrolment),
        expected: Expected,
    ) -> Changes {
        let now = self.now();
        let body = json!({
            "enrolment": after.id, "partner": after.partner, "group": after.group, "status": after.status,
        });
        let facts = vec![self.fact((after.scope, Some(after.program), None), now, action, body)];
        let audit = vec![self.audited(caller, now, action, after.id, (view(before), view(&after)))];
        let rows = vec![Row::Enrolment(after)];
        Changes { expected: vec![expected], rows, facts, audit, ..Changes::default() }
    }

    pub(crate) fn job_now(&self, scope: words::Scope, program: words::ProgramId, kind: JobKind) -> JobChange {
        let now = self.now();
        JobChange::Put(Job {
            id: JobId::draw(now, self.draw()),
            scope,
            program,
            kind,
            run_at: now,
            attempts: 0,
        })
    }
}
