//! Deed: whoever brought a partner is rewarded for what became of them: that they joined, sold, or earned. What is booked
//! follows what it rests on, so that it may be done again at any time.

use crate::{
    Caller, Engine, Error, Permit,
    need::WriteCommissions,
    ports::{
        Changes, Expected, JobKind, ListQuery, Noun, Row, Rulebook, Standing, Test, Value, VersionKey,
        list_of,
    },
    reward_clicks::premises,
    rule_grant::{RuleGrant, TotalTold},
};
use commission::{Brought, Commission, EntryKind, Line, NoReward, Subject, price_partner};
use program::{Enrolment, Event, Recruitment, Terms, Trigger, terms_in_force};
use std::collections::{BTreeMap, BTreeSet};
use words::{Day, EnrolmentId, Instant, Scope};

const COMMISSIONS_PER_LOOK: usize = 500;

/// What is rewarded of a partner who was brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Once(Trigger),
    Earned(Day),
}

/// A partner who was brought, and the one who did.
struct Recruit {
    name: String,
    enrolment: Enrolment,
    recruitment: Recruitment,
    recruiter: Standing,
    rulebook: Rulebook,
}

impl Engine {
    /// Books what the one who brought the enrolment earns for it, and for what it earned on the day.
    pub(crate) async fn reward_recruiter(
        &self,
        caller: &Permit<WriteCommissions>,
        enrolment: EnrolmentId,
        day: Instant,
    ) -> Result<(), Error> {
        let caller = &caller.without_idempotency();
        let once = Trigger::ALL.map(What::Once);
        for what in once.into_iter().chain([What::Earned(Day::of(day))]) {
            let attempt = move || self.recruiter_rewarded(caller, enrolment, what);
            self.turn(caller, "reward_recruiter", attempt).await?;
        }
        Ok(())
    }

    async fn recruiter_rewarded(
        &self,
        caller: &Caller,
        enrolment: EnrolmentId,
        what: What,
    ) -> Result<((), Changes), Error> {
        let nothing = ((), Changes::default());
        let Some(it) = self.brought(caller.scope, enrolment).await? else { return Ok(nothing) };
        let recruiter = it.recruiter.enrolment.id;
        let grants = VersionKey::Grants(recruiter);
        let expected = vec![Expected { version: self.book().version(&grants).await?, key: grants }];
        let key = key_of(enrolment, what);
        let before = self.grant_under(caller.scope, recruiter, &key).await?;
        let Some((brought, at)) = self.what_became(caller.scope, &it, what, before.as_ref()).await? else {
            return Ok(nothing);
        };
        let Some(terms) = it.terms(before.as_ref(), at) else { return Ok(nothing) };
        let (budget, currency) = (it.rulebook.program.budget.as_ref(), it.rulebook.program.currency);
        let program = it.rulebook.program.id;
        let price = |told: TotalTold<'_>| {
            let about = (brought, it.recruitment.since, at);
            price_partner((terms, budget), currency, &it.recruiter.enrolment, about, told)
        };
        let (price, guards) = self.priced_by_totals((recruiter, program), before.as_ref(), price).await?;
        let Some(price) = price else { return Ok(nothing) };
        let grant = RuleGrant {
            standing: &it.recruiter,
            rulebook: &it.rulebook,
            terms,
            event: Event::Partner,
            key,
            occurred_at: at,
            reason: it.name.clone(),
        };
        let changes = self.rule_granted(grant, before.as_ref(), price, guards).await?;
        Ok(((), Changes { expected, unchanged: premises(&it.rulebook, &it.recruiter), ..changes }))
    }

    async fn brought(&self, scope: Scope, enrolment: EnrolmentId) -> Result<Option<Recruit>, Error> {
        let Some(own) = self.book().standings(scope, &[enrolment]).await?.pop() else { return Ok(None) };
        let Some(recruitment) = own.enrolment.recruited else { return Ok(None) };
        let recruiter = self.book().standings(scope, &[recruitment.by]).await?.pop();
        let Some(recruiter) = recruiter else { return Ok(None) };
        let rulebook = self.rulebook(scope, own.enrolment.program).await?;
        let (name, enrolment) = (own.partner.display_name, own.enrolment);
        Ok(Some(Recruit { name, enrolment, recruitment, recruiter, rulebook }))
    }

    /// What is to be priced, and when it occurred; none where that is nothing, or is booked already.
    async fn what_became(
        &self,
        scope: Scope,
        it: &Recruit,
        what: What,
        before: Option<&Commission>,
    ) -> Result<Option<(Brought, Instant)>, Error> {
        let is_rewarded = |at| before.is_some() || it.recruiter.enrolment.is_active_at(at);
        match what {
            What::Earned(day) => {
                let amount = self.earned_on(scope, it, day).await?;
                let at = day.plus_days(1).start().plus_micros(-1);
                let booked = before.map_or(0, |before| before.base);
                Ok((amount != booked && is_rewarded(at)).then_some((Brought::Earned { amount }, at)))
            }
            What::Once(trigger) => {
                let since = match trigger {
                    Trigger::Joined => it.enrolment.approved_at.filter(|_| before.is_none()),
                    Trigger::FirstSale if it.rewards_first_sale() => self.first_sale(scope, it).await?,
                    Trigger::FirstSale => None,
                };
                let at = before.map(|before| before.occurred_at).or(since);
                let taken_back = before.is_some_and(is_taken_back);
                let holds = since.is_some() || trigger == Trigger::Joined;
                let is_booked = before.is_some() && holds != taken_back;
                let at = at.filter(|at| !is_booked && is_rewarded(*at));
                Ok(at.map(|at| (Brought::Once { trigger, holds }, at)))
            }
        }
    }

    /// What the partner earned on the day by terms, as far as it is left to them; not what they earned for partners whom they
    /// brought themselves.
    async fn earned_on(&self, scope: Scope, it: &Recruit, day: Day) -> Result<i64, Error> {
        let from = day.start().max(it.recruitment.since);
        let query = ListQuery::new(Noun::Commission, COMMISSIONS_PER_LOOK)
            .only("enrolment_id", it.enrolment.id)
            .with("occurred_at", Test::From(Value::Number(from.micros())))
            .with("occurred_at", Test::Until(Value::Number(day.plus_days(1).start().micros())));
        let mut sum = 0i64;
        self.each_commission(scope, query, |commission| {
            if commission.terms.is_some() && commission.event != Event::Partner {
                sum = sum.saturating_add(commission.net());
            }
            true
        })
        .await?;
        Ok(sum.max(0))
    }

    /// When the first sale occurred that the partner is credited with since they were brought, and that was not taken back
    /// whole.
    async fn first_sale(&self, scope: Scope, it: &Recruit) -> Result<Option<Instant>, Error> {
        let names = [Event::Sale, Event::Renewal].map(|event| Value::Text(event.name().to_owned()));
        let mut query = ListQuery::new(Noun::Commission, COMMISSIONS_PER_LOOK)
            .only("enrolment_id", it.enrolment.id)
            .with("event", Test::OneOf(names.to_vec()))
            .with("occurred_at", Test::From(Value::Number(it.recruitment.since.micros())));
        if let Some(column) = Noun::Commission.column("occurred_at") {
            query.sort.column = column;
        }
        let mut first = None;
        self.each_commission(scope, query, |commission| {
            let reversed = commission.earned != 0 && commission.reversed == commission.earned;
            if commission.share_millionths > 0 && commission.declined.is_none() && !reversed {
                first = Some(commission.occurred_at);
            }
            first.is_none()
        })
        .await?;
        Ok(first)
    }

    /// Each commission of the list, until `wants_more` says no.
    async fn each_commission(
        &self,
        scope: Scope,
        mut query: ListQuery,
        mut wants_more: impl FnMut(&Commission) -> bool + Send,
    ) -> Result<(), Error> {
        loop {
            let found: Vec<Commission> = list_of(self.book(), scope, &query).await?;
            if !found.iter().all(&mut wants_more) || found.len() < query.limit {
                return Ok(());
            }
            query.after = found.last().map(|last| query.place(&Row::Commission(last.clone())));
        }
    }

    /// Adds a job for each partner who was brought and whose earnings, or whose place in the program, the deed changes.
    pub(crate) async fn note_recruited(&self, changes: &mut Changes) -> Result<(), Error> {
        let mut noted = BTreeSet::new();
        for row in &changes.rows {
            if let Row::Enrolment(enrolment) = row
                && let (Some(recruited), Some(approved)) = (enrolment.recruited, enrolment.approved_at)
            {
                let at = recruited.since.max(approved).day();
                noted.insert((enrolment.scope, enrolment.program, enrolment.id, at));
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
            if it.event != Event::Partner && moved.contains(&Subject::Commission(it.id)) {
                earned.entry((it.scope, it.enrolment)).or_default().push((it.program, it.occurred_at.day()));
            }
        }
        for ((scope, enrolment), days) in earned {
            let found = self.book().enrolment(scope, enrolment).await?;
            if found.is_some_and(|found| found.recruited.is_some()) {
                noted.extend(days.into_iter().map(|(program, day)| (scope, program, enrolment, day)));
            }
        }
        for (scope, program, enrolment, day) in noted {
            changes.jobs.push(self.job_now(scope, program, JobKind::RewardRecruiter { enrolment, day }));
        }
        Ok(())
    }
}

impl Recruit {
    /// The version that prices it: the one that did before, else the one in force, the referral being that of the partner.
    fn terms(&self, before: Option<&Commission>, at: Instant) -> Option<&Terms> {
        let pinned = before.and_then(|before| before.terms);
        let pinned = pinned.and_then(|id| self.rulebook.terms.iter().find(|terms| terms.id == id));
        let since = self.recruitment.since;
        pinned.or_else(|| terms_in_force(&self.rulebook.terms, &self.recruiter.enrolment, since, at))
    }

    fn rewards_first_sale(&self) -> bool {
        let rewards = self.rulebook.terms.iter().flat_map(|terms| &terms.rewards);
        rewards.into_iter().any(|reward| reward.once() == Some(Trigger::FirstSale))
    }
}

fn key_of(enrolment: EnrolmentId, what: What) -> String {
    match what {
        What::Once(trigger) => format!("partner/{enrolment}/{}", trigger.name()),
        What::Earned(day) => format!("partner/{enrolment}/{day}"),
    }
}

fn is_taken_back(commission: &Commission) -> bool {
    matches!(commission.lines[..], [Line::Nothing { because: NoReward::NoCreditedSale }])
}
