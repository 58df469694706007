//! What limits rewards: caps on what a partner earns, and the budget of a program.

use crate::reward::check_amount;
use serde::{Deserialize, Serialize};
use words::{Currency, Invalid, MILLION, Money, Rate, Window};

/// Whose earnings a cap counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapScope {
    /// All that one partner earns.
    Partner,
    /// What one partner earns with one customer.
    Customer,
}

impl CapScope {
    pub fn name(self) -> &'static str {
        match self {
            CapScope::Partner => "partner",
            CapScope::Customer => "customer",
        }
    }
}

/// The most that is earned with what occurs within a window. A refund does not give it back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Cap {
    pub per: CapScope,
    pub window: Window,
    /// Minor units.
    pub amount: i64,
}

impl Cap {
    /// Of all that one partner earns with what occurs in a calendar month.
    pub fn monthly(amount: i64) -> Self {
        Self { per: CapScope::Partner, window: Window::Month, amount }
    }

    pub fn check(&self) -> Result<(), Invalid> {
        check_amount("caps.amount", self.amount)
    }

    /// `100.00 EUR a month per partner`.
    pub fn explain(&self, currency: Currency) -> String {
        let amount = Money::new(self.amount, currency);
        match self.window {
            Window::AllTime => format!("{amount} per {}", self.per.name()),
            window => format!("{amount} a {} per {}", window.name(), self.per.name()),
        }
    }
}

/// What a program spends at most within a window, by what it owes for what occurred in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Budget {
    pub window: Window,
    /// Minor units.
    pub amount: i64,
    /// From which part of it on the team is told.
    pub warn_at: Rate,
    /// Whether nothing more is earned once it is spent.
    pub stops: bool,
}

/// How far a budget is spent for its team to be told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BudgetLevel {
    Warned,
    Spent,
}

impl BudgetLevel {
    pub fn name(self) -> &'static str {
        match self {
            BudgetLevel::Warned => "warned",
            BudgetLevel::Spent => "spent",
        }
    }
}

impl Budget {
    /// From how much on each level is reached, the lesser first.
    pub fn levels(&self) -> [(BudgetLevel, i64); 2] {
        let part = i128::from(self.amount) * i128::from(self.warn_at.millionths());
        let warned = (part + i128::from(MILLION) - 1) / i128::from(MILLION);
        let warned = i64::try_from(warned).unwrap_or(self.amount).min(self.amount);
        [(BudgetLevel::Warned, warned), (BudgetLevel::Spent, self.amount)]
    }

    pub fn check(&self) -> Result<(), Invalid> {
        if !(1..=MILLION).contains(&self.warn_at.millionths()) {
            return Err(Invalid::new("budget.warn_at", format!("1 to {MILLION} millionths")));
        }
        check_amount("budget.amount", self.amount)
    }
}
