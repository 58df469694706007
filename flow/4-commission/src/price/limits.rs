//! What caps and the program's budget leave of a price, and what it relied on of the running totals.

use super::{Counted, Line, Reckoned, Relied, Total, Whose};
use program::{Budget, CapScope, Terms};
use words::{Day, Instant, Window};

/// The running totals at a time, with the lines written and what was relied on so far.
pub(super) struct Limits<'a> {
    at: Instant,
    /// What was earned before. A limit that was lowered since takes nothing of it away, and ends its rise only.
    kept: i64,
    pub(super) total: &'a dyn Fn(&Total) -> i64,
    pub(super) lines: Vec<Line>,
    pub(super) relied: Vec<Relied>,
}

impl<'a> Limits<'a> {
    pub(super) fn new((at, kept): (Instant, i64), total: &'a dyn Fn(&Total) -> i64) -> Self {
        Self { at, kept, total, lines: Vec::new(), relied: Vec::new() }
    }

    pub(super) fn within(&self, whose: Whose, counted: Counted, window: Window) -> Total {
        Total { whose, counted, days: window.around(Day::of(self.at)), reckoned: Reckoned::Before }
    }

    /// What the terms' caps and the budget leave. Caps for each customer hold where there is one.
    pub(super) fn leave(
        &mut self,
        amount: i64,
        terms: &Terms,
        budget: Option<&Budget>,
        has_customer: bool,
    ) -> i64 {
        let mut amount = amount;
        for cap in &terms.caps {
            let whose = match cap.per {
                CapScope::Partner => Whose::Partner,
                CapScope::Customer if has_customer => Whose::Customer,
                CapScope::Customer => continue,
            };
            let line =
                |left, gives| Line::Cap { per: cap.per, window: cap.window, cap: cap.amount, left, gives };
            amount = self.cut(amount, (whose, cap.window, cap.amount), &line);
        }
        if let Some(budget) = budget.filter(|budget| budget.stops) {
            let line =
                |left, gives| Line::Budget { window: budget.window, budget: budget.amount, left, gives };
            amount = self.cut(amount, (Whose::Program, budget.window, budget.amount), &line);
        }
        amount
    }

    fn cut(
        &mut self,
        amount: i64,
        (whose, window, cap): (Whose, Window, i64),
        line: &dyn Fn(i64, i64) -> Line,
    ) -> i64 {
        if amount <= 0 {
            return amount;
        }
        let total = self.within(whose, Counted::Earned, window);
        let before = (self.total)(&total);
        let left = cap.saturating_sub(before);
        if amount <= left {
            self.relied.push(Relied { total, least: i64::MIN, most: cap - amount });
            return amount;
        }
        self.relied.push(Relied { total, least: before, most: before });
        let booked = (self.total)(&Total { reckoned: Reckoned::Booked, ..total });
        let left = left.max(self.kept.min(booked.saturating_sub(before))).max(0);
        if amount <= left {
            return amount;
        }
        self.lines.push(line(left, left));
        left
    }
}
