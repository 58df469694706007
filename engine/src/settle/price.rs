//! Pricing while settling: totals that are not known yet are asked for, and what a price relies on guards its commit.

use super::Settling;
use crate::ports::{TotalChange, TotalGuard, TotalKey, TotalOf};
use commission::{Credit, Price, Priors, Reckoned, Relied, Total, Whose, price};
use program::Terms;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};
use words::{EnrollmentId, Invalid, Overflow};

impl Settling<'_, '_> {
    /// The price, and what it relied on. A total that is not known yet is asked for, and counts as nothing meanwhile.
    pub(super) fn priced(
        &mut self,
        terms: Option<&Terms>,
        credit: &Credit<'_>,
        priors: Priors,
    ) -> Result<Price, Invalid> {
        let enrollment = credit.shares[credit.place].enrollment;
        let budget = self.docket.rulebook.program.budget.as_ref();
        let (missing, asks_whole) = (RefCell::new(BTreeSet::new()), Cell::new(self.asks_whole));
        let total = |total: &Total| {
            let key = self.key(enrollment, total);
            let held = self.totals.get(&key);
            if held.is_none() {
                missing.borrow_mut().insert(key);
            }
            let changed = match (total.reckoned, self.whole) {
                (Reckoned::Booked, _) => 0,
                (Reckoned::Whole, Some(whole)) => {
                    whole.within(&key).saturating_sub(credit.adds(total.counted))
                }
                (Reckoned::Whole, None) | (Reckoned::Before, _) => self.changed_before(&key),
            };
            asks_whole.set(asks_whole.get() || total.reckoned == Reckoned::Whole);
            held.unwrap_or(0).saturating_add(changed)
        };
        let price = price(terms, budget, credit, priors, &total).map_err(unpriced)?;
        self.asks_whole = asks_whole.get();
        self.settled.missing.extend(missing.into_inner());
        Ok(price)
    }

    /// What the price relied on must still hold when it is committed.
    pub(super) fn guard_price(&mut self, enrollment: EnrollmentId, price: &Price) {
        let guards: Vec<_> =
            price.relied.iter().filter_map(|relied| self.guard(enrollment, relied)).collect();
        self.settled.guards.extend(guards);
    }

    /// How far the total before the conversion that is priced differs from the one that the book holds.
    fn changed_before(&self, key: &TotalKey) -> i64 {
        self.changed.within(key).saturating_add(self.behind.within(key))
    }

    fn key(&self, enrollment: EnrollmentId, total: &Total) -> TotalKey {
        let of = match total.whose {
            Whose::Partner => TotalOf::Enrollment(enrollment),
            Whose::Customer => TotalOf::Customer(enrollment, self.priced),
            Whose::Program => TotalOf::Program(self.docket.rulebook.program.id),
        };
        TotalKey { of, counted: total.counted, days: total.days }
    }

    /// What must hold of the book's total, which does not know what this settling changes. What a customer earned is
    /// guarded by the customer's version.
    fn guard(&self, enrollment: EnrollmentId, relied: &Relied) -> Option<TotalGuard> {
        if self.docket.trial || relied.total.whose == Whose::Customer {
            return None;
        }
        let key = self.key(enrollment, &relied.total);
        let is_whole = relied.total.reckoned == Reckoned::Whole;
        let changed = match self.whole.filter(|_| is_whole) {
            Some(whole) => whole.within(&key),
            None => self.changed_before(&key),
        };
        let least = relied.least.saturating_sub(changed);
        Some(TotalGuard { key, least, most: relied.most.saturating_sub(changed) })
    }

    /// What the totals change by, once all is priced.
    pub(super) fn total(&mut self) {
        let stored = |of: &TotalOf| !matches!(of, TotalOf::Customer(..));
        let changed = std::mem::take(&mut self.changed).into_changes();
        let changes = changed.filter(|((of, ..), _)| stored(of));
        self.settled.totals =
            changes.map(|((of, counted, day), delta)| TotalChange { of, counted, day, delta }).collect();
    }
}

pub(crate) fn unpriced(fault: Overflow) -> Invalid {
    Invalid::new("amount.amount", format!("an amount that can be priced ({fault})"))
}
