//! Deed: the clicks of each day that is over are rewarded, once for each enrollment and day.

use crate::{
    Engine, Error, Permit,
    commissions::{self, RuleGrant, TotalTold},
    jobs,
    need::WriteCommissions,
    ports::{Changes, Expected, JobChange, VersionKey},
    rulebooks::{self, premises},
};
use commission::{DayOfClicks, price_clicks};
use program::{Event, Terms, terms_in_force};
use settlement::Rulebook;
use std::{collections::BTreeMap, slice};
use words::{Day, EnrollmentId, Instant, LinkId, ProgramId};

const ENROLLMENTS_PER_LOOK: usize = 200;

/// Rewards the clicks of each day that has ended since then; answers from when on none are rewarded yet. What was
/// rewarded is not rewarded again, so that it may be interrupted anywhere.
pub(crate) async fn for_clicks(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    program: ProgramId,
    since: Instant,
) -> Result<Instant, Error> {
    let rulebook = rulebooks::load(engine, caller.scope, program).await?;
    let until = jobs::clicks_until(engine.now());
    if rulebook.terms.iter().any(rewards_clicks) {
        let mut day = Day::of(since);
        while day.start() < until {
            reward_day(engine, caller, program, day).await?;
            day = day.plus_days(1);
        }
    }
    Ok(until.max(since))
}

/// The job that looks every day for clicks, where the terms are the first of the program that reward them. It goes on
/// for ever.
pub(crate) fn first_for_clicks(engine: &Engine, rulebook: &Rulebook, terms: &Terms) -> Option<JobChange> {
    if rulebook.terms.iter().any(rewards_clicks) || !rewards_clicks(terms) {
        return None;
    }
    let now = engine.now();
    let since = terms.effective_from.unwrap_or(now);
    Some(jobs::put(engine, terms.scope, terms.program, jobs::RewardClicks { since }, jobs::next_clicks(now)))
}

async fn reward_day(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    program: ProgramId,
    day: Day,
) -> Result<(), Error> {
    let whole = (day.start(), day.plus_days(1).start());
    let by_link = people_by_link(engine, caller, program, whole).await?;
    let mut by_enrollment = BTreeMap::<EnrollmentId, BTreeMap<LinkId, u64>>::new();
    for (id, people) in by_link {
        if let Some(link) = engine.book().link(caller.scope, id).await? {
            by_enrollment.entry(link.enrollment).or_default().insert(id, people);
        }
    }
    let enrollments: Vec<_> = by_enrollment.keys().copied().collect();
    for some in enrollments.chunks(ENROLLMENTS_PER_LOOK) {
        for snapshot in engine.book().enrollment_snapshots(caller.scope, some).await? {
            let Some(links) = by_enrollment.get(&snapshot.enrollment.id) else { continue };
            let mut count = 0u64;
            for part in snapshot.enrollment.active_within(whole.0, whole.1) {
                count += match part == whole {
                    true => links.values().sum::<u64>(),
                    false => {
                        let some = people_by_link(engine, caller, program, part).await?;
                        some.iter().filter(|(id, _)| links.contains_key(id)).map(|(_, people)| people).sum()
                    }
                };
            }
            let clicks = DayOfClicks { day, count };
            let enrollment = snapshot.enrollment.id;
            let attempt = move || attempt_clicks(engine, caller, enrollment, clicks);
            engine.transact(&caller.without_idempotency(), "reward_clicks", attempt).await?;
        }
    }
    Ok(())
}

/// People's clicks on each link of the program, repeats left out.
async fn people_by_link(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    program: ProgramId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(LinkId, u64)>, Error> {
    let counted = engine.clicks().count_by_link(caller.scope, program, from, until).await?;
    let people = counted.into_iter().map(|(link, count)| (link, count.people));
    Ok(people.filter(|(_, people)| *people > 0).collect())
}

async fn attempt_clicks(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    enrollment: EnrollmentId,
    clicks: DayOfClicks,
) -> Result<((), Changes), Error> {
    let scope = caller.scope;
    let grants = VersionKey::Grants(enrollment);
    let expected = vec![Expected { version: engine.book().version(&grants).await?, key: grants }];
    let key = format!("click/{}", clicks.day);
    let snapshot = engine.book().enrollment_snapshots(scope, &[enrollment]).await?.into_iter().next();
    let Some(snapshot) = snapshot.filter(|_| clicks.count > 0) else {
        return Ok(((), Changes::default()));
    };
    if commissions::find_grant(engine, scope, enrollment, &key).await?.is_some() {
        return Ok(((), Changes::default()));
    }
    let rulebook = rulebooks::load(engine, scope, snapshot.enrollment.program).await?;
    let terms = terms_in_force(&rulebook.terms, &snapshot.enrollment, clicks.at(), clicks.at());
    let Some(terms) = terms else { return Ok(((), Changes::default())) };
    let (budget, currency) = (rulebook.program.budget.as_ref(), rulebook.program.currency);
    let price =
        |told: TotalTold<'_>| price_clicks((terms, budget), currency, &snapshot.enrollment, clicks, told);
    let (price, guards) =
        commissions::price_by_totals(engine, (enrollment, rulebook.program.id), None, price).await?;
    let Some(price) = price else { return Ok(((), Changes::default())) };
    let grant = RuleGrant {
        snapshot: &snapshot,
        rulebook: &rulebook,
        terms,
        event: Event::Click,
        key,
        occurred_at: clicks.at(),
        reason: Some(format!("the clicks of {}", clicks.day)),
        refunded: (0, 0),
    };
    let changes = commissions::grant_by_rule(engine, grant, None, price, guards).await?;
    Ok(((), Changes { expected, unchanged: premises(&rulebook, slice::from_ref(&snapshot)), ..changes }))
}

fn rewards_clicks(terms: &Terms) -> bool {
    !terms.rewards_for(Event::Click).is_empty()
}
