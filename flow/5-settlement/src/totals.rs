//! Running totals as settlement sees them: what the store holds, and what has changed since it was asked.

use commission::{Commission, Counted};
use std::collections::BTreeMap;
use words::{CustomerId, Day, EnrollmentId, ProgramId};

/// Whose running total it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TotalOf {
    Enrollment(EnrollmentId),
    /// What the enrollment earned with the customer. The customer's commissions show it, and the customer's version guards
    /// it: stores keep no such total.
    Customer(EnrollmentId, CustomerId),
    Program(ProgramId),
}

impl TotalOf {
    /// As it is stored.
    pub fn text(self) -> String {
        match self {
            TotalOf::Enrollment(id) => id.to_string(),
            TotalOf::Customer(enrollment, customer) => format!("{enrollment}/{customer}"),
            TotalOf::Program(id) => id.to_string(),
        }
    }
}

/// What was counted from the first to the last of some days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TotalKey {
    pub of: TotalOf,
    pub counted: Counted,
    pub days: (Day, Day),
}

/// The commit goes through only if the total, before its own changes, lies between these: the price rests on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TotalGuard {
    pub key: TotalKey,
    pub least: i64,
    pub most: i64,
}

/// Adds `delta` to what is counted of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TotalChange {
    pub of: TotalOf,
    pub counted: Counted,
    pub day: Day,
    pub delta: i64,
}

/// Totals by day. Only those that the caller looked up are known.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    held: BTreeMap<TotalKey, i64>,
    changed: Changed,
}

impl Totals {
    /// Adds a total that the store holds.
    pub fn learn(&mut self, key: TotalKey, held: i64) {
        self.held.insert(key, held);
    }

    /// Counts the changes of a trial, which the store never sees, for the customers that follow.
    pub fn carry(&mut self, changes: &[TotalChange]) {
        for change in changes {
            self.changed.count(change.of, change.counted, change.day, change.delta);
        }
    }

    /// None if the caller has not looked it up yet.
    pub(crate) fn get(&self, key: &TotalKey) -> Option<i64> {
        self.held.get(key).map(|held| held.saturating_add(self.changed.within(key)))
    }
}

/// What the totals change by when a commission that belongs to no customer becomes another.
pub fn total_changes(before: Option<&Commission>, after: &Commission) -> Vec<TotalChange> {
    let mut changed = Changed::default();
    if let Some(before) = before {
        changed.add(before, -1);
    }
    changed.add(after, 1);
    changed.into_changes().collect()
}

/// What was added, by whose total it is, what is counted, and the day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changed(BTreeMap<(TotalOf, Counted, Day), i64>);

impl Changed {
    /// Adds what the commission counts, or takes it back.
    pub(crate) fn add(&mut self, commission: &Commission, sign: i64) {
        let day = Day::of(commission.occurred_at);
        for (counted, amount) in commission.counts() {
            let customer = commission.customer.map(|id| TotalOf::Customer(commission.enrollment, id));
            let whose = [
                Some(TotalOf::Enrollment(commission.enrollment)),
                customer.filter(|_| counted == Counted::Earned),
                Some(TotalOf::Program(commission.program)).filter(|_| counted == Counted::Earned),
            ];
            for of in whose.into_iter().flatten() {
                self.count(of, counted, day, amount.saturating_mul(sign));
            }
        }
    }

    fn count(&mut self, of: TotalOf, counted: Counted, day: Day, delta: i64) {
        let held = self.0.entry((of, counted, day)).or_default();
        *held = held.saturating_add(delta);
    }

    /// What was added within the total's days.
    pub(crate) fn within(&self, key: &TotalKey) -> i64 {
        let (first, last) = key.days;
        let days = self.0.range((key.of, key.counted, first)..=(key.of, key.counted, last));
        days.fold(0, |sum: i64, (_, amount)| sum.saturating_add(*amount))
    }

    pub(crate) fn into_changes(self) -> impl Iterator<Item = TotalChange> {
        let changed = self.0.into_iter().filter(|(_, amount)| *amount != 0);
        changed.map(|((of, counted, day), delta)| TotalChange { of, counted, day, delta })
    }
}
