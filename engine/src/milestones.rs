//! Deed: a partner is granted what the terms give for a milestone once it is reached, and it is taken back when what
//! counted for it is credited otherwise.

use crate::{
    Caller, Engine, Error,
    ports::{
        Changes, Expected, JobChange, JobKind, Page, Row, Rulebook, Standing, TotalGuard, TotalKey, TotalOf,
        VersionKey,
    },
    reward_clicks::premises,
    rule_grant::{RuleGrant, TotalTold},
};
use commission::{
    Commission, Counted, MilestoneStep, Suspension, milestone_keys, milestone_step, price_milestone,
};
use program::{Enrolment, Event, Milestone, Reward, RewardAmount, Terms, terms_in_force};
use serde_json::json;
use words::{Day, EnrolmentId, Instant, ProgramId};

const ENROLMENTS_PER_PAGE: usize = 500;

/// A milestone of the terms in force, in one of its windows.
struct Aim<'a> {
    terms: &'a Terms,
    reward: &'a Reward,
    milestone: &'a Milestone,
    days: (Day, Day),
}

impl Aim<'_> {
    fn counted(&self) -> Counted {
        Counted::for_milestone(self.milestone)
    }

    /// Now, or the last moment of a window that has ended.
    fn occurred_at(&self, now: Instant) -> Instant {
        let (first, last) = self.days;
        now.min(last.plus_days(1).start().plus_micros(-1)).max(first.start())
    }
}

/// Whose milestones, and by which rules.
struct Scene<'a> {
    rulebook: &'a Rulebook,
    standing: &'a Standing,
    now: Instant,
}

impl Engine {
    /// The job that looks at what an enrolment has reached today, or all of the program have, where terms have milestones.
    pub(crate) fn look_at_milestones_later(
        &self,
        terms: &[Terms],
        (scope, program): (words::Scope, ProgramId),
        enrolment: Option<EnrolmentId>,
    ) -> Option<JobChange> {
        let has_milestones = terms.iter().any(|terms| terms.milestones().next().is_some());
        let kind = JobKind::LookAtMilestones { enrolment, day: Day::of(self.now()) };
        has_milestones.then(|| self.job_now(scope, program, kind))
    }

    /// Puts right what an enrolment, or each of the program, was granted for the windows around the day. One that fails holds
    /// up no other; all are looked at again then.
    pub(crate) async fn look_at_milestones(
        &self,
        caller: &Caller,
        program: ProgramId,
        (enrolment, day): (Option<EnrolmentId>, Day),
    ) -> Result<(), Error> {
        if let Some(enrolment) = enrolment {
            return self.look_at_milestones_of(caller, enrolment, day).await;
        }
        let (mut after, mut done) = (None, Ok(()));
        loop {
            let page = Page { after, limit: ENROLMENTS_PER_PAGE };
            let enrolments = self.book().enrolments(caller.scope, Some(program), None, page).await?;
            for enrolment in &enrolments {
                done = done.and(self.look_at_milestones_of(caller, enrolment.id, day).await);
            }
            after = enrolments.last().map(|enrolment| enrolment.id);
            if enrolments.len() < ENROLMENTS_PER_PAGE {
                return done;
            }
        }
    }

    /// One after the other, so that for each it is asked anew what caps and the budget leave.
    async fn look_at_milestones_of(
        &self,
        caller: &Caller,
        enrolment: EnrolmentId,
        day: Day,
    ) -> Result<(), Error> {
        let attempt = move || self.step_milestone(caller, enrolment, day);
        while self.turn(caller, "look_at_milestones", attempt).await?.value {}
        Ok(())
    }

    /// Puts one milestone right, if any is to be.
    async fn step_milestone(
        &self,
        caller: &Caller,
        enrolment: EnrolmentId,
        day: Day,
    ) -> Result<(bool, Changes), Error> {
        let nothing = (false, Changes::default());
        let (scope, now) = (caller.scope, self.now());
        let key = VersionKey::Grants(enrolment);
        let version = self.book().version(&key).await?;
        let Some(standing) = self.book().standings(scope, &[enrolment]).await?.pop() else {
            return Ok(nothing);
        };
        let rulebook = self.rulebook(scope, standing.enrolment.program).await?;
        let Some(terms) = terms_in_force(&rulebook.terms, &standing.enrolment, now, now) else {
            return Ok(nothing);
        };
        let scene = Scene { rulebook: &rulebook, standing: &standing, now };
        for (reward, milestone) in terms.milestones() {
            let aim = Aim { terms, reward, milestone, days: milestone.window.around(day) };
            let total =
                TotalKey { of: TotalOf::Enrolment(enrolment), counted: aim.counted(), days: aim.days };
            let held = self.book().totals(&[total]).await?.first().copied().unwrap_or(0);
            let keys = milestone_keys(milestone, aim.days.0);
            let granted = self.book().grants(scope, enrolment, &keys).await?;
            if let Some(step) = milestone_step(milestone, reward.recurrence, held, &granted) {
                let mut changes = self.milestone_stepped(&scene, &aim, &keys, step).await?;
                changes.expected.push(Expected { key, version });
                return Ok((true, changes));
            }
        }
        Ok(nothing)
    }

    async fn milestone_stepped(
        &self,
        scene: &Scene<'_>,
        aim: &Aim<'_>,
        keys: &str,
        step: MilestoneStep<'_>,
    ) -> Result<Changes, Error> {
        let (rulebook, enrolment) = (scene.rulebook, &scene.standing.enrolment);
        let (time, kind, mut changes) = match step {
            MilestoneStep::Reached(time, before) => {
                let key = format!("{keys}{time}");
                (time, "milestone.reached", self.milestone_granted(scene, aim, (time, key), before).await?)
            }
            MilestoneStep::Lost(time, before) => {
                let changes = self.grant_changed((rulebook, scene.standing), Some(before), lost(before));
                (time, "milestone.lost", changes.await?)
            }
        };
        changes.guards.push(reached_guard(enrolment, aim, &step, time));
        let about = (enrolment.scope, Some(enrolment.program), None);
        let granted = changes.rows.iter().find_map(|row| match row {
            Row::Commission(commission) => Some((commission.id, commission.earned)),
            _ => None,
        });
        let body = json!({
            "commission": granted.map(|it| it.0), "earned": granted.map(|it| it.1), "partner": enrolment.partner, "counted": aim.counted().name(), "window": aim.milestone.window,
            "from": aim.days.0, "reached": aim.milestone.at.saturating_mul(i64::from(time)),
        });
        changes.facts.insert(0, self.fact(about, scene.now, kind, body));
        changes.unchanged = premises(rulebook, scene.standing);
        Ok(changes)
    }

    async fn milestone_granted(
        &self,
        scene: &Scene<'_>,
        aim: &Aim<'_>,
        (time, key): (u32, String),
        before: Option<&Commission>,
    ) -> Result<Changes, Error> {
        let Scene { rulebook, standing, now } = *scene;
        let RewardAmount::Flat { amount } = aim.reward.amount else {
            return Err(words::Invalid::new("rewards.amount", "a flat amount for a milestone").into());
        };
        let (program, occurred_at) = (&rulebook.program, aim.occurred_at(now));
        let price = |told: TotalTold<'_>| {
            let rules = (aim.terms, program.budget.as_ref());
            Ok(Some(price_milestone(rules, (aim.milestone, amount), time, occurred_at, told)))
        };
        let whose = (standing.enrolment.id, program.id);
        let (price, guards) = self.priced_by_totals(whose, before, price).await?;
        let Some(price) = price else { return Ok(Changes::default()) };
        let grant = RuleGrant {
            standing,
            rulebook,
            terms: aim.terms,
            event: Event::Milestone,
            key,
            occurred_at,
            reason: None,
            refunded: (0, 0),
        };
        self.rule_granted(grant, before, price, guards).await
    }
}

/// What was counted must still say that it is reached, or that it is not.
fn reached_guard(enrolment: &Enrolment, aim: &Aim<'_>, step: &MilestoneStep<'_>, time: u32) -> TotalGuard {
    let at = aim.milestone.at.saturating_mul(i64::from(time));
    let (least, most) = match step {
        MilestoneStep::Reached(..) => (at, i64::MAX),
        MilestoneStep::Lost(..) => (i64::MIN, at - 1),
    };
    let of = TotalOf::Enrolment(enrolment.id);
    TotalGuard { key: TotalKey { of, counted: aim.counted(), days: aim.days }, least, most }
}

fn lost(before: &Commission) -> Commission {
    Commission {
        share_millionths: 0,
        lines: Vec::new(),
        earned: 0,
        reversed: 0,
        ..before.suspended_by(Suspension::Review, false)
    }
}
