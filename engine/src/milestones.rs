//! Deed: a partner is granted what the terms give for a milestone once it is reached, and it is taken back when what
//! counted for it is credited otherwise.

use crate::{
    Caller, Engine, Error,
    ports::{
        Changes, Expected, JobChange, JobKind, Page, Rulebook, Standing, TotalGuard, TotalKey, TotalOf,
        VersionKey,
    },
    settle::{Changed, Settled, Watched},
};
use commission::{
    Commission, Counted, Declined, MilestoneStep, Price, Suspension, Total, Whose, milestone_keys,
    milestone_step, price_milestone, settle,
};
use program::{
    CapScope, Enrolment, EnrolmentStatus, Event, Milestone, Reward, RewardAmount, Terms, terms_in_force,
};
use serde_json::json;
use std::collections::BTreeMap;
use words::{CommissionId, Day, EnrolmentId, EntryId, Instant, MILLION, ProgramId};

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

    /// Puts right what an enrolment, or each of the program, was granted for the windows around the day.
    pub(crate) async fn look_at_milestones(
        &self,
        caller: &Caller,
        program: ProgramId,
        (enrolment, day): (Option<EnrolmentId>, Day),
    ) -> Result<(), Error> {
        if let Some(enrolment) = enrolment {
            return self.look_at_milestones_of(caller, enrolment, day).await;
        }
        let mut after = None;
        loop {
            let page = Page { after, limit: ENROLMENTS_PER_PAGE };
            let enrolments = self.book().enrolments(caller.scope, Some(program), None, page).await?;
            for enrolment in &enrolments {
                self.look_at_milestones_of(caller, enrolment.id, day).await?;
            }
            after = enrolments.last().map(|enrolment| enrolment.id);
            if enrolments.len() < ENROLMENTS_PER_PAGE {
                return Ok(());
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
        let Scene { rulebook, standing, now } = *scene;
        let enrolment = &standing.enrolment;
        let mut settled = Settled::default();
        let (time, kind) = match step {
            MilestoneStep::Reached(time, _) => (time, "milestone.reached"),
            MilestoneStep::Lost(time, _) => (time, "milestone.lost"),
        };
        let (before, after) = match step {
            MilestoneStep::Reached(_, before) => {
                let price = self.price_of_milestone(scene, aim, time, &mut settled.guards).await?;
                let id = before.map_or_else(|| CommissionId::draw(now, self.draw()), |before| before.id);
                (before, granted(scene, aim, (id, format!("{keys}{time}")), (price, before)))
            }
            MilestoneStep::Lost(_, before) => (Some(before), lost(before)),
        };
        settled.guards.push(reached_guard(enrolment, aim, &step, time));
        let mut draw = || EntryId::draw(now, self.draw());
        settled.entries = settle(before, &after, now, &mut draw);
        settled.totals = Changed::between(before, &after);
        let Watched { guards, jobs } =
            self.watched(rulebook, std::slice::from_ref(standing), &settled.totals).await?;
        settled.guards.extend(guards);
        settled.jobs = jobs;
        let about = (enrolment.scope, Some(enrolment.program), None);
        let body = json!({
            "commission": after.id, "partner": after.partner, "counted": aim.counted().name(),
            "window": aim.milestone.window, "from": aim.days.0,
            "reached": aim.milestone.at.saturating_mul(i64::from(time)), "earned": after.earned,
        });
        settled.commissions.push(after);
        let mut changes = Changes::default();
        changes.facts.push(self.fact(about, now, kind, body));
        changes.facts.extend(self.settled_facts(about, now, &settled));
        changes.take(settled);
        let rules = VersionKey::Rules(rulebook.program.id);
        changes.unchanged.push(Expected { key: rules, version: rulebook.version });
        let key = VersionKey::Enrolment(enrolment.id);
        changes.unchanged.push(Expected { key, version: standing.version });
        Ok(changes)
    }

    /// The price, with what must still hold of the totals when it is committed.
    async fn price_of_milestone(
        &self,
        scene: &Scene<'_>,
        aim: &Aim<'_>,
        time: u32,
        guards: &mut Vec<TotalGuard>,
    ) -> Result<Price, Error> {
        let program = &scene.rulebook.program;
        let at = aim.occurred_at(scene.now);
        let key = |total: &Total| {
            let of = match total.whose {
                Whose::Program => TotalOf::Program(program.id),
                Whose::Partner | Whose::Customer => TotalOf::Enrolment(scene.standing.enrolment.id),
            };
            TotalKey { of, counted: total.counted, days: total.days }
        };
        let earned = |whose, window: words::Window| {
            key(&Total { whose, counted: Counted::Earned, days: window.around(Day::of(at)), whole: false })
        };
        let caps = aim.terms.caps.iter().filter(|cap| cap.per == CapScope::Partner);
        let caps = caps.map(|cap| earned(Whose::Partner, cap.window));
        let budget = program.budget.iter().map(|budget| earned(Whose::Program, budget.window));
        let keys: Vec<_> = caps.chain(budget).collect();
        let held = self.book().totals(&keys).await?;
        let held: BTreeMap<_, _> = keys.into_iter().zip(held).collect();
        let total = |total: &Total| held.get(&key(total)).copied().unwrap_or(0);
        let RewardAmount::Flat { amount } = aim.reward.amount else {
            return Err(words::Invalid::new("rewards.amount", "a flat amount for a milestone").into());
        };
        let rules = (aim.terms, program.budget.as_ref());
        let price = price_milestone(rules, (aim.milestone, amount), time, at, &total);
        let guard = |relied: &commission::Relied| TotalGuard {
            key: key(&relied.total),
            least: relied.least,
            most: relied.most,
        };
        guards.extend(price.relied.iter().map(guard));
        Ok(price)
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

/// As a credit under the same terms would stand.
fn granted(
    scene: &Scene<'_>,
    aim: &Aim<'_>,
    (id, key): (CommissionId, String),
    (price, before): (Price, Option<&Commission>),
) -> Commission {
    let enrolment = &scene.standing.enrolment;
    let occurred_at = aim.occurred_at(scene.now);
    let is_banned = enrolment.status == EnrolmentStatus::Banned;
    Commission {
        id,
        scope: enrolment.scope,
        program: enrolment.program,
        customer: None,
        conversion: None,
        key,
        enrolment: enrolment.id,
        partner: enrolment.partner,
        event: Event::Milestone,
        occurred_at,
        granted: None,
        share_millionths: MILLION,
        terms: Some(aim.terms.id),
        lines: price.lines,
        base: 0,
        by_part: Vec::new(),
        currency: scene.rulebook.program.currency,
        earned: price.amount,
        reversed: 0,
        stated: before.map_or(0, |before| before.stated),
        taken_back: before.map_or(0, |before| before.taken_back),
        hold_until: occurred_at.plus_days(i64::from(aim.terms.hold_days)),
        awaits_approval: aim.terms.auto_approve_max.is_some_and(|most| price.amount > most),
        approved_at: before.and_then(|before| before.approved_at),
        declined: match before {
            Some(before) if before.declined.is_some() => before.declined.clone(),
            _ => is_banned.then(|| Declined::by_ban(enrolment.since)),
        },
        suspended: before.map(|before| before.suspended.clone()).unwrap_or_default(),
        statement: None,
        adjusted_at: None,
        paid_at: None,
        created_at: before.map_or(scene.now, |before| before.created_at),
    }
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
