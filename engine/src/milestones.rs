//! Deed: a partner is granted what the terms give for a milestone once it is reached, and it is taken back when what
//! counted for it is credited otherwise.

use crate::{
    Caller, Engine, Error,
    commissions::{self, RuleGrant, TotalTold},
    jobs,
    ports::{Changes, Expected, JobChange, Page, Row, VersionKey},
    rulebooks::{self, premises},
};
use commission::{
    Commission, Counted, MilestoneStep, Suspension, milestone_keys, milestone_step, price_milestone,
};
use facts::MilestoneChanged;
use program::{Enrollment, Event, Milestone, Reward, RewardAmount, Terms, terms_in_force};
use settlement::{EnrollmentSnapshot, Rulebook, TotalGuard, TotalKey, TotalOf};
use words::{Day, EnrollmentId, Instant, ProgramId};

const ENROLLMENTS_PER_PAGE: usize = 500;

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
    snapshot: &'a EnrollmentSnapshot,
    now: Instant,
}

/// The job that looks at what an enrollment has reached today, or all of the program have, where terms have milestones.
pub(crate) fn look_later(
    engine: &Engine,
    terms: &[Terms],
    (scope, program): (words::Scope, ProgramId),
    enrollment: Option<EnrollmentId>,
) -> Option<JobChange> {
    let has_milestones = terms.iter().any(|terms| terms.milestones().next().is_some());
    let work = jobs::LookAtMilestones { enrollment, day: Day::of(engine.now()) };
    has_milestones.then(|| jobs::put(engine, scope, program, work, engine.now()))
}

/// Puts right what an enrollment, or each of the program, was granted for the windows around the day. One that fails holds
/// up no other; all are looked at again then.
pub(crate) async fn look_at(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    (enrollment, day): (Option<EnrollmentId>, Day),
) -> Result<(), Error> {
    if let Some(enrollment) = enrollment {
        return look_at_enrollment(engine, caller, enrollment, day).await;
    }
    let (mut after, mut done) = (None, Ok(()));
    loop {
        let page = Page { after, limit: ENROLLMENTS_PER_PAGE };
        let enrollments = engine.book().enrollments(caller.scope, Some(program), None, page).await?;
        for enrollment in &enrollments {
            done = done.and(look_at_enrollment(engine, caller, enrollment.id, day).await);
        }
        after = enrollments.last().map(|enrollment| enrollment.id);
        if enrollments.len() < ENROLLMENTS_PER_PAGE {
            return done;
        }
    }
}

/// One after the other, so that for each it is asked anew what caps and the budget leave.
async fn look_at_enrollment(
    engine: &Engine,
    caller: &Caller,
    enrollment: EnrollmentId,
    day: Day,
) -> Result<(), Error> {
    let attempt = move || attempt_next(engine, caller, enrollment, day);
    while engine.transact(caller, "look_at_milestones", attempt).await?.value {}
    Ok(())
}

/// Puts one milestone right, if any is to be.
async fn attempt_next(
    engine: &Engine,
    caller: &Caller,
    enrollment: EnrollmentId,
    day: Day,
) -> Result<(bool, Changes), Error> {
    let nothing = (false, Changes::default());
    let (scope, now) = (caller.scope, engine.now());
    let key = VersionKey::Grants(enrollment);
    let version = engine.book().version(&key).await?;
    let Some(snapshot) = engine.book().enrollment_snapshots(scope, &[enrollment]).await?.pop() else {
        return Ok(nothing);
    };
    let rulebook = rulebooks::load(engine, scope, snapshot.enrollment.program).await?;
    let Some(terms) = terms_in_force(&rulebook.terms, &snapshot.enrollment, now, now) else {
        return Ok(nothing);
    };
    let scene = Scene { rulebook: &rulebook, snapshot: &snapshot, now };
    for (reward, milestone) in terms.milestones() {
        let aim = Aim { terms, reward, milestone, days: milestone.window.around(day) };
        let total = TotalKey { of: TotalOf::Enrollment(enrollment), counted: aim.counted(), days: aim.days };
        let held = engine.book().totals(&[total]).await?.first().copied().unwrap_or(0);
        let keys = milestone_keys(milestone, aim.days.0);
        let granted = engine.book().grants(scope, enrollment, &keys).await?;
        if let Some(step) = milestone_step(milestone, reward.recurrence, held, &granted) {
            let mut changes = changes_of_step(engine, &scene, &aim, &keys, step).await?;
            changes.expected.push(Expected { key, version });
            return Ok((true, changes));
        }
    }
    Ok(nothing)
}

async fn changes_of_step(
    engine: &Engine,
    scene: &Scene<'_>,
    aim: &Aim<'_>,
    keys: &str,
    step: MilestoneStep<'_>,
) -> Result<Changes, Error> {
    let (rulebook, enrollment) = (scene.rulebook, &scene.snapshot.enrollment);
    let (time, done, mut changes) = match step {
        MilestoneStep::Reached(time, before) => {
            let key = format!("{keys}{time}");
            (
                time,
                facts::Event::MilestoneReached as fn(_) -> _,
                changes_of_grant(engine, scene, aim, (time, key), before).await?,
            )
        }
        MilestoneStep::Lost(time, before) => {
            let changes =
                commissions::change_grant(engine, (rulebook, scene.snapshot), Some(before), lost(before));
            (time, facts::Event::MilestoneLost as fn(_) -> _, changes.await?)
        }
    };
    changes.guards.push(reached_guard(enrollment, aim, &step, time));
    let granted = changes.rows.iter().find_map(|row| match row {
        Row::Commission(commission) => Some((commission.id, commission.earned)),
        _ => None,
    });
    let event = done(MilestoneChanged {
        enrollment: enrollment.id,
        partner: enrollment.partner,
        commission: granted.map(|it| it.0),
        earned: granted.map(|it| it.1),
        counted: aim.counted(),
        window: aim.milestone.window,
        from: aim.days.0,
        reached: aim.milestone.at.saturating_mul(i64::from(time)),
    });
    let fact = engine.fact(enrollment.scope, scene.now, event).of_program(enrollment.program);
    changes.facts.insert(0, fact);
    changes.unchanged = premises(rulebook, std::slice::from_ref(scene.snapshot));
    Ok(changes)
}

async fn changes_of_grant(
    engine: &Engine,
    scene: &Scene<'_>,
    aim: &Aim<'_>,
    (time, key): (u32, String),
    before: Option<&Commission>,
) -> Result<Changes, Error> {
    let Scene { rulebook, snapshot, now } = *scene;
    let RewardAmount::Flat { amount } = aim.reward.amount else {
        return Err(words::Invalid::new("rewards.amount", "a flat amount for a milestone").into());
    };
    let (program, occurred_at) = (&rulebook.program, aim.occurred_at(now));
    let price = |told: TotalTold<'_>| {
        let rules = (aim.terms, program.budget.as_ref());
        Ok(Some(price_milestone(rules, (aim.milestone, amount), time, occurred_at, told)))
    };
    let whose = (snapshot.enrollment.id, program.id);
    let (price, guards) = commissions::price_by_totals(engine, whose, before, price).await?;
    let Some(price) = price else { return Ok(Changes::default()) };
    let grant = RuleGrant {
        snapshot,
        rulebook,
        terms: aim.terms,
        event: Event::Milestone,
        key,
        occurred_at,
        reason: None,
        refunded: (0, 0),
    };
    commissions::grant_by_rule(engine, grant, before, price, guards).await
}

/// What was counted must still say that it is reached, or that it is not.
fn reached_guard(enrollment: &Enrollment, aim: &Aim<'_>, step: &MilestoneStep<'_>, time: u32) -> TotalGuard {
    let at = aim.milestone.at.saturating_mul(i64::from(time));
    let (least, most) = match step {
        MilestoneStep::Reached(..) => (at, i64::MAX),
        MilestoneStep::Lost(..) => (i64::MIN, at - 1),
    };
    let of = TotalOf::Enrollment(enrollment.id);
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
