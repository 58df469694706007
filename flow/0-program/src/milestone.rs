//! Milestones: what a partner is to reach within a window to be given a reward beside what events earn.

use crate::{Event, Limit, Measure, RECURRING_MAX, Recurrence, Reward};
use serde::{Deserialize, Serialize};
use words::{AMOUNT_MAX, Currency, Invalid, Money, Window};

/// So often at most a milestone that recurs is reached within one window.
pub const MILESTONE_TIMES_MAX: u32 = RECURRING_MAX;

/// How often it is reached is said by its reward's recurrence: once in a window, or whenever as much is reached again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Milestone {
    pub measure: Measure,
    /// Which events count; of revenue those that bring any, sales.
    pub of: Event,
    pub window: Window,
    /// Minor units of revenue, or how many events.
    pub at: i64,
}

impl Milestone {
    pub(crate) fn check(&self, reward: &Reward) -> Result<(), Invalid> {
        let refused = |field, expected: &str| Err(Invalid::new(field, expected));
        if let Recurrence::Recurring { limit: Limit::Months { .. } } = reward.recurrence {
            return refused(
                "rewards.recurrence",
                "one_time or recurring, which a count may limit, for a milestone",
            );
        }
        if !reward.when.is_empty() {
            return refused("rewards.when", "no conditions: a milestone is reached by all that is counted");
        }
        if reward.tiers.is_some() {
            return refused("rewards.tiers", "no tiers: a milestone gives one amount");
        }
        match (self.measure, self.of) {
            (Measure::Revenue, Event::Sale) | (Measure::Events, Event::Lead | Event::Stage | Event::Sale) => {
            }
            (Measure::Revenue, _) => {
                return refused("rewards.milestone.of", "sale: only sales bring revenue");
            }
            (Measure::Events, _) => {
                return refused(
                    "rewards.milestone.of",
                    "lead, stage or sale, which renewals are counted with",
                );
            }
        }
        if !(1..=AMOUNT_MAX).contains(&self.at) {
            return Err(Invalid::new("rewards.milestone.at", format!("1 to {AMOUNT_MAX}")));
        }
        Ok(())
    }

    /// How often it is reached within a window at most.
    pub fn times_max(&self, recurrence: Recurrence) -> u32 {
        match recurrence {
            Recurrence::OneTime => 1,
            Recurrence::Recurring { limit: Limit::Count { count } } => count.min(MILESTONE_TIMES_MAX),
            Recurrence::Recurring { .. } => MILESTONE_TIMES_MAX,
        }
    }

    /// How often it is reached with so much.
    pub fn times(&self, recurrence: Recurrence, total: i64) -> u32 {
        let times = u32::try_from(total.max(0) / self.at.max(1)).unwrap_or(u32::MAX);
        times.min(self.times_max(recurrence))
    }

    /// `every 25 sales in a month, at most 3 times`.
    pub(crate) fn explain(&self, recurrence: Recurrence, currency: Currency) -> String {
        let every = if recurrence == Recurrence::OneTime { "" } else { "every " };
        let what = match self.measure {
            Measure::Revenue => format!("{} of revenue", Money::new(self.at, currency)),
            Measure::Events => format!("{} {}s", self.at, self.of.name()),
        };
        let within = match self.window {
            Window::AllTime => String::new(),
            window => format!(" in a {}", window.name()),
        };
        let limit = match recurrence {
            Recurrence::Recurring { limit: Limit::Count { count } } => format!(", at most {count} times"),
            _ => String::new(),
        };
        format!("{every}{what}{within}{limit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_milestone_is_reached_once_or_again_and_again() {
        let milestone =
            Milestone { measure: Measure::Events, of: Event::Sale, window: Window::Month, at: 25 };
        let again = |limit| Recurrence::Recurring { limit };
        for (recurrence, total, expected) in [
            (Recurrence::OneTime, 24, 0),
            (Recurrence::OneTime, 25, 1),
            (Recurrence::OneTime, 80, 1),
            (again(Limit::Unlimited), 24, 0),
            (again(Limit::Unlimited), 80, 3),
            (again(Limit::Unlimited), -80, 0),
            (again(Limit::Unlimited), i64::MAX, MILESTONE_TIMES_MAX),
            (again(Limit::Count { count: 2 }), 80, 2),
        ] {
            assert_eq!(milestone.times(recurrence, total), expected, "{recurrence:?} with {total}");
        }
    }
}
