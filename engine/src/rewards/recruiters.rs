//! Deed: whoever brought a partner is rewarded for what became of them: that they joined, sold, or earned. What is booked
//! follows what it rests on, so that it may be done again at any time.

use crate::{
    Caller, Engine, Error, Permit,
    commissions::{self, RuleGrant, TotalTold},
    jobs,
    need::WriteCommissions,
    ports::{Changes, CommissionColumn, Expected, ListOf, Row, Test, Value, VersionKey, list_of},
    rulebooks::{self, premises},
};
use commission::{Brought, Commission, EntryKind, Price, Subject, price_partner};
use program::{Enrollment, Event, Recruitment, Terms, Trigger, terms_in_force};
use settlement::{EnrollmentSnapshot, Rulebook, TotalGuard};
use std::collections::{BTreeMap, BTreeSet};
use std::slice;
use words::{Day, EnrollmentId, Instant, Scope};

const COMMISSIONS_PER_LOOK: usize = 500;
/// The first of them is mostly the one.
const SALES_PER_LOOK: usize = 50;

/// What is rewarded of a partner who was brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Once(Trigger),
    Earned(Day),
}

/// A partner who was brought, and one of those who did.
struct Recruit {
    name: String,
    enrollment: Enrollment,
    recruiter: EnrollmentSnapshot,
    /// From when until when it counts, the earliest first.
    times: Vec<Recruitment>,
    rulebook: Rulebook,
}

/// What is rewarded, when it occurred, and what was taken back of how much of it.
struct Outcome {
    brought: Brought,
    at: Instant,
    refunded: (i64, i64),
}

/// Books what those who brought the enrollment earn for it, and for what it earned on the day.
pub(crate) async fn for_recruiter(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    enrollment: EnrollmentId,
    day: Instant,
) -> Result<(), Error> {
    let caller = &caller.without_idempotency();
    let Some(found) = engine.book().enrollment(caller.scope, enrollment).await? else { return Ok(()) };
    let recruiters: BTreeSet<_> = found.recruitments().map(|recruitment| recruitment.by).collect();
    let once = Trigger::ALL.map(What::Once);
    for what in once.into_iter().chain([What::Earned(Day::of(day))]) {
        for recruiter in recruiters.iter().copied() {
            let attempt = move || attempt_recruiter(engine, caller, (enrollment, recruiter), what);
            engine.transact(caller, "reward_recruiter", attempt).await?;
        }
    }
    Ok(())
}

async fn attempt_recruiter(
    engine: &Engine,
    caller: &Caller,
    (enrollment, recruiter): (EnrollmentId, EnrollmentId),
    what: What,
) -> Result<((), Changes), Error> {
    let nothing = ((), Changes::default());
    let grants = VersionKey::Grants(recruiter);
    let expected = vec![Expected { version: engine.book().version(&grants).await?, key: grants }];
    let key = key_of(enrollment, what);
    let before = commissions::find_grant(engine, caller.scope, recruiter, &key).await?;
    let Some(it) = find_recruit(engine, caller.scope, enrollment, recruiter).await? else {
        return Ok(nothing);
    };
    let Some(outcome) = what_became(engine, caller.scope, &it, what, before.as_ref()).await? else {
        return Ok(nothing);
    };
    let Some(terms) = it.terms(before.as_ref(), outcome.at) else { return Ok(nothing) };
    let priced = price_of_recruit(engine, &it, terms, &outcome, before.as_ref()).await?;
    let (Some(price), guards) = priced else { return Ok(nothing) };
    let grant = RuleGrant {
        snapshot: &it.recruiter,
        rulebook: &it.rulebook,
        terms,
        event: Event::Partner,
        key,
        occurred_at: outcome.at,
        reason: Some(it.name.clone()),
        refunded: outcome.refunded,
    };
    let changes = commissions::grant_by_rule(engine, grant, before.as_ref(), price, guards).await?;
    if changes == Changes::default() {
        return Ok(nothing);
    }
    Ok((
        (),
        Changes { expected, unchanged: premises(&it.rulebook, slice::from_ref(&it.recruiter)), ..changes },
    ))
}

/// What is given once keeps its price.
async fn price_of_recruit(
    engine: &Engine,
    it: &Recruit,
    terms: &Terms,
    outcome: &Outcome,
    before: Option<&Commission>,
) -> Result<(Option<Price>, Vec<TotalGuard>), Error> {
    if let (Brought::Once(_), Some(before)) = (outcome.brought, before.filter(|it| !it.lines.is_empty())) {
        return Ok((Some(before.price()), Vec::new()));
    }
    let (recruiter, program) = (&it.recruiter.enrollment, &it.rulebook.program);
    let kept = before.map_or(0, |before| before.earned);
    let price = |told: TotalTold<'_>| {
        let about = (outcome.brought, it.since(), outcome.at);
        price_partner((terms, program.budget.as_ref()), program.currency, recruiter, about, kept, told)
    };
    commissions::price_by_totals(engine, (recruiter.id, program.id), before, price).await
}

async fn find_recruit(
    engine: &Engine,
    scope: Scope,
    enrollment: EnrollmentId,
    recruiter: EnrollmentId,
) -> Result<Option<Recruit>, Error> {
    let Some(own) = engine.book().enrollment_snapshots(scope, &[enrollment]).await?.pop() else {
        return Ok(None);
    };
    let Some(recruiter) = engine.book().enrollment_snapshots(scope, &[recruiter]).await?.pop() else {
        return Ok(None);
    };
    let rulebook = rulebooks::load(engine, scope, own.enrollment.program).await?;
    let (name, enrollment) = (own.partner.display_name, own.enrollment);
    let times = enrollment.recruitments().filter(|time| time.by == recruiter.enrollment.id).collect();
    Ok(Some(Recruit { name, enrollment, recruiter, times, rulebook }))
}

/// What is to be priced; none where that is nothing.
async fn what_became(
    engine: &Engine,
    scope: Scope,
    it: &Recruit,
    what: What,
    before: Option<&Commission>,
) -> Result<Option<Outcome>, Error> {
    match what {
        What::Earned(day) => {
            let (amount, left) = earned_on(engine, scope, it, day).await?;
            let at = day.plus_days(1).start().plus_micros(-1);
            let brought = Brought::Earned { amount };
            let is_known = before.is_some() || amount > 0;
            Ok(is_known.then_some(Outcome { brought, at, refunded: (amount - left, amount) }))
        }
        What::Once(trigger) => {
            let since = match trigger {
                Trigger::Joined => it.enrollment.joined(),
                Trigger::FirstSale if it.rewards_first_sale() => first_sale(engine, scope, it).await?,
                Trigger::FirstSale => return Ok(None),
            };
            let own = since.filter(|(by, _)| *by == it.recruiter.enrollment.id).map(|(_, at)| at);
            let granted = |at: &Instant| it.takes_part_at(*at);
            let at = before.map(|before| before.occurred_at).or(own.filter(granted));
            let back = i64::from(own.is_none());
            Ok(at.map(|at| Outcome { brought: Brought::Once(trigger), at, refunded: (back, 1) }))
        }
    }
}

/// What the partner earned by terms on the day while this one had brought them and took part, and what of it is left to
/// them; not what they earned for partners whom they brought themselves.
async fn earned_on(engine: &Engine, scope: Scope, it: &Recruit, day: Day) -> Result<(i64, i64), Error> {
    let query = ListOf::<Commission>::new(COMMISSIONS_PER_LOOK)
        .only(CommissionColumn::ENROLLMENT_ID, it.enrollment.id)
        .with(CommissionColumn::OCCURRED_AT, Test::From(Value::Number(day.start().micros())))
        .with(CommissionColumn::OCCURRED_AT, Test::Until(Value::Number(day.plus_days(1).start().micros())));
    let (mut earned, mut left) = (0i64, 0i64);
    each_commission(engine, scope, query, |commission| {
        let by_terms = commission.terms.is_some() && commission.event != Event::Partner;
        if by_terms && it.counts_at(commission.occurred_at) {
            earned = earned.saturating_add(commission.earned);
            left = left.saturating_add(commission.net());
        }
        true
    })
    .await?;
    Ok((earned, left))
}

/// The first sale that the partner is credited with while somebody had brought them, and that was not taken back whole:
/// who that was, and when it occurred.
async fn first_sale(
    engine: &Engine,
    scope: Scope,
    it: &Recruit,
) -> Result<Option<(EnrollmentId, Instant)>, Error> {
    let Some(since) = it.enrollment.recruitments().map(|time| time.since).min() else { return Ok(None) };
    let names = [Event::Sale, Event::Renewal].map(|event| Value::Text(event.name().to_owned()));
    let mut query = ListOf::<Commission>::new(SALES_PER_LOOK)
        .only(CommissionColumn::ENROLLMENT_ID, it.enrollment.id)
        .with(CommissionColumn::EVENT, Test::OneOf(names.to_vec()))
        .with(CommissionColumn::OCCURRED_AT, Test::From(Value::Number(since.micros())))
        .by(CommissionColumn::OCCURRED_AT);
    if it.enrollment.recruited.is_none()
        && let Some(until) = it.enrollment.recruitments().filter_map(|time| time.until).max()
    {
        query = query.with(CommissionColumn::OCCURRED_AT, Test::Until(Value::Number(until.micros())));
    }
    let mut first = None;
    each_commission(engine, scope, query, |commission| {
        let at = commission.occurred_at;
        let reversed = commission.earned != 0 && commission.reversed == commission.earned;
        if commission.share_millionths > 0 && commission.declined.is_none() && !reversed {
            let time = it.enrollment.recruitments().find(|time| time.covers(at));
            first = time.map(|time| (time.by, at));
        }
        first.is_none()
    })
    .await?;
    Ok(first)
}

/// Each commission of the list, until `wants_more` says no.
async fn each_commission(
    engine: &Engine,
    scope: Scope,
    mut query: ListOf<Commission>,
    mut wants_more: impl FnMut(&Commission) -> bool + Send,
) -> Result<(), Error> {
    loop {
        let found: Vec<Commission> = list_of(engine.book(), scope, &query).await?;
        if !found.iter().all(&mut wants_more) || found.len() < query.limit {
            return Ok(());
        }
        let place = found.last().map(|last| query.place(&Row::Commission(last.clone())));
        query = query.after(place);
    }
}

/// Adds a job for each partner who was brought and whose earnings, or whose place in the program, the deed changes.
pub(crate) async fn note_recruited(engine: &Engine, changes: &mut Changes) -> Result<(), Error> {
    let mut noted = BTreeSet::new();
    for row in &changes.rows {
        if let Row::Enrollment(enrollment) = row
            && let Some((_, at)) = enrollment.joined()
        {
            noted.insert((enrollment.scope, enrollment.program, enrollment.id, at.day()));
        }
    }
    let moves = |kind| {
        use EntryKind::{Declined, Earned, Reinstated, Reversed};
        matches!(kind, Earned | Reversed | Declined | Reinstated)
    };
    let moved = changes.entries.iter().filter(|entry| moves(entry.kind)).map(|entry| entry.subject);
    let moved: BTreeSet<_> = moved.collect();
    let mut earned = BTreeMap::<_, Vec<_>>::new();
    for row in &changes.rows {
        let Row::Commission(it) = row else { continue };
        // A first sale counts though it earned nothing, and no entry tells of it.
        let is_unpaid_sale = it.event.has_amount() && it.earned == 0 && it.statement.is_none();
        let is_moved = is_unpaid_sale || moved.contains(&Subject::Commission(it.id));
        if it.event != Event::Partner && is_moved {
            earned.entry((it.scope, it.enrollment)).or_default().push((it.program, it.occurred_at.day()));
        }
    }
    for ((scope, enrollment), days) in earned {
        let found = engine.book().enrollment(scope, enrollment).await?;
        if found.is_some_and(|found| found.recruitments().next().is_some()) {
            noted.extend(days.into_iter().map(|(program, day)| (scope, program, enrollment, day)));
        }
    }
    let mut rewarding = BTreeMap::new();
    for (scope, program) in noted.iter().map(|(scope, program, ..)| (*scope, *program)) {
        let rulebook = rulebooks::load(engine, scope, program).await?;
        let rewards = |terms: &Terms| !terms.rewards_for(Event::Partner).is_empty();
        rewarding.insert(program, rulebook.terms.iter().any(rewards));
    }
    noted.retain(|(_, program, ..)| rewarding.get(program) == Some(&true));
    for (scope, program, enrollment, day) in noted {
        changes.jobs.push(jobs::put(
            engine,
            scope,
            program,
            jobs::RewardRecruiter { enrollment, day },
            engine.now(),
        ));
    }
    Ok(())
}

impl Recruit {
    fn since(&self) -> Instant {
        self.times.first().map_or(self.enrollment.created_at, |time| time.since)
    }

    /// Whether what the partner earned then is rewarded to this one.
    fn counts_at(&self, at: Instant) -> bool {
        self.times.iter().any(|time| time.covers(at)) && self.takes_part_at(at)
    }

    /// From the recruiter's approval on: before it nobody could send anybody.
    fn takes_part_at(&self, at: Instant) -> bool {
        let recruiter = &self.recruiter.enrollment;
        recruiter.approved_at.is_some_and(|approved| approved <= at) && recruiter.is_active_at(at)
    }

    /// The version that prices it: the one that did before, else the one in force, the referral being that of the partner.
    fn terms(&self, before: Option<&Commission>, at: Instant) -> Option<&Terms> {
        let pinned = before.and_then(|before| before.terms);
        let pinned = pinned.and_then(|id| self.rulebook.terms.iter().find(|terms| terms.id == id));
        pinned.or_else(|| terms_in_force(&self.rulebook.terms, &self.recruiter.enrollment, self.since(), at))
    }

    fn rewards_first_sale(&self) -> bool {
        let rewards = self.rulebook.terms.iter().flat_map(|terms| &terms.rewards);
        rewards.into_iter().any(|reward| reward.once() == Some(Trigger::FirstSale))
    }
}

fn key_of(enrollment: EnrollmentId, what: What) -> String {
    match what {
        What::Once(trigger) => format!("partner/{enrollment}/{}", trigger.name()),
        What::Earned(day) => format!("partner/{enrollment}/{day}"),
    }
}
