//! What a rule of the terms grants beside conversions: priced by running totals, held and capped like what conversions earn.

use crate::{Engine, Error, commissions, conversions::commission_changed, ports::Changes, settle};
use commission::{Commission, Declined, Granted, Price, Reckoned, Relied, Total, Whose, post};
use facts::CommissionGranted;
use program::{EnrollmentStatus, Event, Terms};
use settlement::{
    EnrollmentSnapshot, Rulebook, TotalGuard, TotalKey, TotalOf, total_changes, unpriced, watches,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};
use words::{CommissionId, EnrollmentId, EntryId, Instant, MILLION, Overflow, ProgramId, Scope, proportion};

/// Under which key a rule grants something, and what for.
pub(crate) struct RuleGrant<'a> {
    pub snapshot: &'a EnrollmentSnapshot,
    pub rulebook: &'a Rulebook,
    pub terms: &'a Terms,
    pub event: Event,
    pub key: String,
    pub occurred_at: Instant,
    /// As both sides read it, where the lines do not say it.
    pub reason: Option<String>,
    /// What was taken back of what it rests on, and of how much.
    pub refunded: (i64, i64),
}

impl RuleGrant<'_> {
    /// What is granted for the first time, without its price.
    fn fresh(&self, id: CommissionId, now: Instant) -> Commission {
        let enrollment = &self.snapshot.enrollment;
        Commission {
            id,
            scope: enrollment.scope,
            program: enrollment.program,
            customer: None,
            conversion: None,
            key: self.key.clone(),
            enrollment: enrollment.id,
            partner: enrollment.partner,
            event: self.event,
            occurred_at: self.occurred_at,
            granted: self.reason.clone().map(|reason| Granted { reason, by: None }),
            share_millionths: MILLION,
            terms: None,
            lines: Vec::new(),
            base: 0,
            by_part: Vec::new(),
            currency: self.rulebook.program.currency,
            earned: 0,
            reversed: 0,
            stated: 0,
            taken_back: 0,
            hold_until: self.hold_until(),
            awaits_approval: false,
            approved_earned: 0,
            approved_at: None,
            declined: self.by_ban(),
            suspended: BTreeSet::new(),
            statement: None,
            adjusted_at: None,
            paid_at: None,
            created_at: now,
        }
    }

    fn by_ban(&self) -> Option<Declined> {
        let enrollment = &self.snapshot.enrollment;
        (enrollment.status == EnrollmentStatus::Banned).then(|| Declined::by_ban(enrollment.since))
    }

    fn hold_until(&self) -> Instant {
        self.occurred_at.plus_days(i64::from(self.terms.hold_days))
    }
}

/// The body of a fact about a grant.
pub(crate) fn commission_granted(granted: &Commission) -> CommissionGranted {
    CommissionGranted {
        commission: granted.id,
        event: granted.event,
        partner: granted.partner,
        amount: granted.net(),
        currency: granted.currency,
    }
}

/// Tells each running total as it stands.
pub(crate) type TotalTold<'a> = &'a dyn Fn(&Total) -> i64;

/// The totals as far as they are known, without what the grant itself counts in them already.
struct Known<'a> {
    enrollment: EnrollmentId,
    program: ProgramId,
    before: Option<&'a Commission>,
    held: BTreeMap<TotalKey, i64>,
}

impl Known<'_> {
    fn key(&self, total: &Total) -> TotalKey {
        let of = match total.whose {
            Whose::Program => TotalOf::Program(self.program),
            Whose::Partner | Whose::Customer => TotalOf::Enrollment(self.enrollment),
        };
        TotalKey { of, counted: total.counted, days: total.days }
    }

    fn own(&self, key: &TotalKey) -> i64 {
        let counted = self.before.iter().flat_map(|before| total_changes(None, before));
        let within = |day| (key.days.0..=key.days.1).contains(&day);
        let own = counted.filter(|it| (it.of, it.counted) == (key.of, key.counted) && within(it.day));
        own.map(|it| it.delta).sum()
    }

    /// The price by what is known, and what else would have to be.
    fn priced<T>(
        &self,
        price: &impl Fn(TotalTold<'_>) -> Result<T, Overflow>,
    ) -> Result<(T, Vec<TotalKey>), Overflow> {
        let missing = RefCell::new(BTreeSet::new());
        let told = |total: &Total| {
            let key = self.key(total);
            let known = self.held.get(&key).copied();
            if known.is_none() {
                missing.borrow_mut().insert(key);
            }
            let own = if total.reckoned == Reckoned::Booked { 0 } else { self.own(&key) };
            known.unwrap_or(0).saturating_sub(own)
        };
        let priced = price(&told)?;
        Ok((priced, missing.into_inner().into_iter().collect()))
    }

    fn guard(&self, relied: &Relied) -> TotalGuard {
        let key = self.key(&relied.total);
        let own = self.own(&key);
        TotalGuard { key, least: relied.least.saturating_add(own), most: relied.most.saturating_add(own) }
    }
}

/// What the enrollment was granted under exactly this key.
pub(crate) async fn find_grant(
    engine: &Engine,
    scope: Scope,
    enrollment: EnrollmentId,
    key: &str,
) -> Result<Option<Commission>, Error> {
    let found = engine.book().grants(scope, enrollment, key).await?;
    Ok(found.into_iter().find(|grant| grant.key == key))
}

/// The price by the totals that it turns out to need, and what must still hold of them when it is committed.
pub(crate) async fn price_by_totals(
    engine: &Engine,
    (enrollment, program): (EnrollmentId, ProgramId),
    before: Option<&Commission>,
    price: impl Fn(TotalTold<'_>) -> Result<Option<Price>, Overflow> + Send + Sync,
) -> Result<(Option<Price>, Vec<TotalGuard>), Error> {
    let mut known = Known { enrollment, program, before, held: BTreeMap::new() };
    loop {
        let (priced, missing) = known.priced(&price).map_err(unpriced)?;
        if missing.is_empty() {
            let relied = priced.iter().flat_map(|price| &price.relied);
            let guards = relied.map(|relied| known.guard(relied)).collect();
            return Ok((priced, guards));
        }
        let found = engine.book().totals(&missing).await?;
        known.held.extend(missing.into_iter().zip(found));
    }
}

/// Creates or changes the commission of a rule, with its ledger entries and facts.
pub(crate) async fn grant_by_rule(
    engine: &Engine,
    grant: RuleGrant<'_>,
    before: Option<&Commission>,
    price: Price,
    guards: Vec<TotalGuard>,
) -> Result<Changes, Error> {
    let after = commission_of(engine, &grant, before, price, engine.now());
    if before == Some(&after) {
        return Ok(Changes::default());
    }
    let mut changes =
        commissions::change_grant(engine, (grant.rulebook, grant.snapshot), before, after).await?;
    changes.guards.extend(guards);
    Ok(changes)
}

/// What books the way from what a grant was to what it is.
pub(crate) async fn change_grant(
    engine: &Engine,
    (rulebook, snapshot): (&Rulebook, &EnrollmentSnapshot),
    before: Option<&Commission>,
    after: Commission,
) -> Result<Changes, Error> {
    let now = engine.now();
    let entries = post(before, &after, now, &mut || EntryId::draw(now, engine.draw()));
    let event = match before {
        Some(_) => facts::Event::CommissionChanged(commission_changed(&after)),
        None => facts::Event::CommissionGranted(commission_granted(&after)),
    };
    let totals = total_changes(before, &after);
    let watches = watches(rulebook, std::slice::from_ref(snapshot), &totals, now);
    let watched = settle::watch_totals(engine, &rulebook.program, &watches).await?;
    Ok(Changes {
        facts: vec![engine.fact(after.scope, now, event).of_program(after.program)],
        jobs: watched.jobs,
        totals,
        rows: vec![crate::ports::Row::Commission(after)],
        entries,
        guards: watched.guards,
        ..Changes::default()
    })
}

fn commission_of(
    engine: &Engine,
    grant: &RuleGrant<'_>,
    before: Option<&Commission>,
    price: Price,
    now: Instant,
) -> Commission {
    let stands = match before {
        // What was withdrawn begins anew.
        Some(before) if before.share_millionths == 0 => Commission {
            occurred_at: grant.occurred_at,
            hold_until: grant.hold_until(),
            approved_at: before.approved_at.filter(|_| before.is_frozen()),
            declined: before.declined.clone().or_else(|| grant.by_ban()),
            ..before.clone()
        },
        Some(before) => before.clone(),
        None => grant.fresh(CommissionId::draw(now, engine.draw()), now),
    };
    let (back, of) = grant.refunded;
    let reversed = proportion(price.amount, back, of).unwrap_or(0);
    let (stood, stays) = ((stands.earned, stands.reversed), (price.amount, reversed));
    let is_adjusted = stands.is_frozen() && stood != stays;
    let after = Commission {
        terms: Some(grant.terms.id),
        share_millionths: MILLION,
        reversed,
        adjusted_at: if is_adjusted { Some(now) } else { stands.adjusted_at },
        lines: price.lines,
        base: price.base,
        earned: price.amount,
        ..stands
    };
    // What was withdrawn before was approved as something else.
    let before = before.filter(|before| before.share_millionths > 0 || before.is_frozen());
    after.awaiting(before, grant.terms.auto_approve_max)
}
