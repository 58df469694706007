//! Pricing in settlement: it asks for totals that are not known yet, and guards what a price relies on.

use crate::{TotalChange, TotalGuard, TotalKey, TotalOf, settle::Settling};
use commission::{Credit, Price, Priors, Reckoned, Relied, Total, Whose, price};
use program::Terms;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};
use words::{EnrollmentId, Invalid, Overflow};

impl Settling<'_, '_> {
    /// The price, and what it relied on. A total that is not known yet becomes a missing one, and counts as nothing.
    pub(crate) fn priced(
        &mut self,
        terms: Option<&Terms>,
        credit: &Credit<'_>,
        priors: Priors,
    ) -> Result<Price, Invalid> {
        let enrollment = credit.shares[credit.place].enrollment;
        let budget = self.input.rulebook.program.budget.as_ref();
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
        self.settlement.missing.extend(missing.into_inner());
        Ok(price)
    }

    /// What the price relied on must still hold when it is committed.
    pub(crate) fn guard_price(&mut self, enrollment: EnrollmentId, price: &Price) {
        let guards: Vec<_> =
            price.relied.iter().filter_map(|relied| self.guard(enrollment, relied)).collect();
        self.settlement.guards.extend(guards);
    }

    /// How far the total before the conversion that is priced differs from the stored one.
    fn changed_before(&self, key: &TotalKey) -> i64 {
        self.changed.within(key).saturating_add(self.behind.within(key))
    }

    fn key(&self, enrollment: EnrollmentId, total: &Total) -> TotalKey {
        let of = match total.whose {
            Whose::Partner => TotalOf::Enrollment(enrollment),
            Whose::Customer => TotalOf::Customer(enrollment, self.priced),
            Whose::Program => TotalOf::Program(self.input.rulebook.program.id),
        };
        TotalKey { of, counted: total.counted, days: total.days }
    }

    /// What must hold of the stored total, which does not contain what this settlement changes. The customer's version
    /// guards what a customer earned.
    fn guard(&self, enrollment: EnrollmentId, relied: &Relied) -> Option<TotalGuard> {
        if self.input.is_trial || relied.total.whose == Whose::Customer {
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

    /// What the stored totals change by, once all is priced.
    pub(crate) fn total_up(&mut self) {
        let is_stored = |change: &TotalChange| !matches!(change.of, TotalOf::Customer(..));
        let changes = std::mem::take(&mut self.changed).into_changes();
        self.settlement.totals = changes.filter(is_stored).collect();
    }
}

/// The error for an amount whose price overflows.
pub fn unpriced(fault: Overflow) -> Invalid {
    Invalid::new("amount.amount", format!("an amount that can be priced ({fault})"))
}
