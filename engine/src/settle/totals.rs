//! Running totals as settling sees them: what the book holds, and what has changed since it was asked.

use crate::{
    Engine, Error,
    ports::{TotalChange, TotalKey, TotalOf},
    settle::{Docket, Settled, settle},
};
use commission::{Commission, Counted};
use std::collections::{BTreeMap, BTreeSet};
use words::Day;

/// Totals by day, of which only those that were asked for are known.
#[derive(Clone, Default)]
pub(crate) struct Totals {
    held: BTreeMap<TotalKey, i64>,
    changed: Changed,
}

/// What was added, by whom it counts for, what is counted, and the day.
#[derive(Clone, Default)]
pub(crate) struct Changed(BTreeMap<(TotalOf, Counted, Day), i64>);

impl Changed {
    /// Adds what the commission counts, or takes it back.
    pub(super) fn add(&mut self, commission: &Commission, sign: i64) {
        let day = Day::of(commission.occurred_at);
        for (counted, amount) in commission.counts() {
            let customer = commission.customer.map(|id| TotalOf::Customer(commission.enrollment, id));
            let whose = [
                Some(TotalOf::Enrollment(commission.enrollment)),
                customer.filter(|_| counted == Counted::Earned),
                Some(TotalOf::Program(commission.program)).filter(|_| counted == Counted::Earned),
            ];
            for of in whose.into_iter().flatten() {
                let held = self.0.entry((of, counted, day)).or_default();
                *held = held.saturating_add(amount.saturating_mul(sign));
            }
        }
    }

    /// What the totals change by where a commission that no customer brought becomes another.
    pub(crate) fn between(before: Option<&Commission>, after: &Commission) -> Vec<TotalChange> {
        let mut changed = Self::default();
        if let Some(before) = before {
            changed.add(before, -1);
        }
        changed.add(after, 1);
        let changes = changed.into_changes();
        changes.map(|((of, counted, day), delta)| TotalChange { of, counted, day, delta }).collect()
    }

    /// What was added within the total's days.
    pub(super) fn within(&self, key: &TotalKey) -> i64 {
        let (first, last) = key.days;
        let days = self.0.range((key.of, key.counted, first)..=(key.of, key.counted, last));
        days.fold(0, |sum: i64, (_, amount)| sum.saturating_add(*amount))
    }

    pub(super) fn into_changes(self) -> impl Iterator<Item = ((TotalOf, Counted, Day), i64)> {
        self.0.into_iter().filter(|(_, amount)| *amount != 0)
    }
}

impl Totals {
    /// None where the book was not asked yet.
    pub(super) fn get(&self, key: &TotalKey) -> Option<i64> {
        self.held.get(key).map(|held| held.saturating_add(self.changed.within(key)))
    }

    /// What a trial made of one customer counts for the next.
    pub(crate) fn go_on(&mut self, settled: &Settled) {
        for change in &settled.totals {
            let held = self.changed.0.entry((change.of, change.counted, change.day)).or_default();
            *held = held.saturating_add(change.delta);
        }
    }
}

impl Engine {
    /// Settles with the totals that it turns out to need.
    pub(crate) async fn settled(&self, docket: &Docket<'_>) -> Result<Settled, Error> {
        let mut totals = Totals::default();
        loop {
            let mut settled = settle(docket, &totals, &mut || self.draw())?;
            if settled.missing.is_empty() {
                let watched = self.watched(docket.rulebook, docket.standings, &settled.totals).await?;
                settled.guards.extend(watched.guards);
                settled.jobs = watched.jobs;
                return Ok(settled);
            }
            self.learn(&mut totals, &settled.missing).await?;
        }
    }

    /// Asks the book for totals that are not known. Each answer makes one fewer, so that whoever asks comes to an end.
    pub(crate) async fn learn(&self, totals: &mut Totals, missing: &BTreeSet<TotalKey>) -> Result<(), Error> {
        let keys: Vec<_> = missing.iter().copied().collect();
        let held = self.book().totals(&keys).await?;
        totals.held.extend(keys.into_iter().zip(held));
        Ok(())
    }
}
