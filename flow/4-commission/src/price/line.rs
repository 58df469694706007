//! The steps of a price, as data and as sentences.

use super::Counted;
use program::CapScope;
use serde::{Deserialize, Serialize};
use words::{Currency, Day, Money, Rate, Sentence, Value, Window};

/// Why a credit earns nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NoReward {
    NoTerms,
    NoRewardForEvent,
    ConditionsNotMet,
    OneTimeAlreadyEarned,
    MonthsPassed { months: u32 },
    CountReached { count: u32 },
}

/// One step of the arithmetic; amounts in minor units of the commission's currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Line {
    /// By which of several rewards, from 1, and for how many of all parts of the sale.
    Reward {
        place: u32,
        parts: u32,
        all: u32,
    },
    Flat {
        gives: i64,
    },
    Percent {
        rate: Rate,
        of: i64,
        gives: i64,
    },
    PerItem {
        each: i64,
        quantity: i64,
        gives: i64,
    },
    PerClick {
        each: i64,
        quantity: i64,
        gives: i64,
    },
    /// Of several rewards.
    Sum {
        gives: i64,
    },
    /// What several rewards give at most.
    StackCap {
        rate: Rate,
        of: i64,
        gives: i64,
    },
    Share {
        millionths: u32,
        gives: i64,
    },
    /// Earlier revisions knew one cap, of a partner's month.
    #[serde(alias = "monthly_cap")]
    Cap {
        #[serde(default = "partner")]
        per: CapScope,
        #[serde(default = "month")]
        window: Window,
        cap: i64,
        left: i64,
        gives: i64,
    },
    /// What the program's budget had left.
    Budget {
        window: Window,
        budget: i64,
        left: i64,
        gives: i64,
    },
    /// From where on the step begins that the whole of the window has reached, which begins on a day.
    Tier {
        counted: Counted,
        window: Window,
        from: Day,
        /// Minor units, or how many.
        step: i64,
    },
    /// What was reached within the window that begins on a day.
    Milestone {
        counted: Counted,
        window: Window,
        from: Day,
        /// Minor units, or how many.
        reached: i64,
        gives: i64,
    },
    Nothing {
        because: NoReward,
    },
}

fn partner() -> CapScope {
    CapScope::Partner
}

fn month() -> Window {
    Window::Month
}

impl Line {
    /// The line as a sentence.
    pub fn explain(self, currency: Currency) -> Sentence {
        let money = |amount| Value::Money(Money::new(amount, currency));
        let count = |number: u32| Value::Count(number.into());
        let of = |counted, held: i64| match counted {
            Counted::Earned | Counted::Revenue => money(held),
            Counted::Events(_) => Value::Count(held.unsigned_abs()),
        };
        match self {
            Line::Reward { place, parts, all } if parts < all => Sentence::new("line.reward.parts")
                .with("place", count(place))
                .with("parts", count(parts))
                .with("all", count(all)),
            Line::Reward { place, .. } => Sentence::new("line.reward").with("place", count(place)),
            Line::Flat { gives } => Sentence::new("line.flat").with("gives", money(gives)),
            Line::Percent { rate, of, gives } => Sentence::new("line.percent")
                .with("rate", Value::Rate(rate))
                .with("of", money(of))
                .with("gives", money(gives)),
            Line::PerItem { each, quantity, gives } => Sentence::new("line.per_item")
                .with("each", money(each))
                .with("quantity", Value::Count(quantity.unsigned_abs()))
                .with("gives", money(gives)),
            Line::PerClick { each, quantity, gives } => Sentence::new("line.per_click")
                .with("each", money(each))
                .with("quantity", Value::Count(quantity.unsigned_abs()))
                .with("gives", money(gives)),
            Line::Sum { gives } => Sentence::new("line.sum").with("gives", money(gives)),
            Line::StackCap { rate, of, gives } => Sentence::new("line.stack_cap")
                .with("rate", Value::Rate(rate))
                .with("of", money(of))
                .with("gives", money(gives)),
            Line::Share { millionths, gives } => Sentence::new("line.share")
                .with("part", Value::Rate(Rate::from_millionths(millionths)))
                .with("gives", money(gives)),
            Line::Cap { per, window, cap, left, gives } => {
                Sentence::new(format!("line.cap.{}.{}", per.name(), window.name()))
                    .with("cap", money(cap))
                    .with("left", money(left))
                    .with("gives", money(gives))
            }
            Line::Budget { budget, left, gives, .. } => Sentence::new("line.budget")
                .with("budget", money(budget))
                .with("left", money(left))
                .with("gives", money(gives)),
            Line::Tier { counted, window, from, step } => {
                Sentence::new(format!("line.tier.{}", window.name()))
                    .with("step", of(counted, step))
                    .word("what", &format!("counted.{}", counted.name()))
                    .with("from", Value::Day(from.start()))
            }
            Line::Milestone { counted, window, from, reached, gives } => {
                Sentence::new(format!("line.milestone.{}", window.name()))
                    .with("reached", of(counted, reached))
                    .word("what", &format!("counted.{}", counted.name()))
                    .with("from", Value::Day(from.start()))
                    .with("gives", money(gives))
            }
            Line::Nothing { because } => because.explain(),
        }
    }
}

impl NoReward {
    fn explain(self) -> Sentence {
        let count = |code, number: u32| Sentence::new(code).with("count", Value::Count(u64::from(number)));
        match self {
            NoReward::NoTerms => Sentence::new("nothing.no_terms"),
            NoReward::NoRewardForEvent => Sentence::new("nothing.no_reward_for_event"),
            NoReward::ConditionsNotMet => Sentence::new("nothing.conditions_not_met"),
            NoReward::OneTimeAlreadyEarned => Sentence::new("nothing.one_time_already_earned"),
            NoReward::MonthsPassed { months } => count("nothing.months_passed", months),
            NoReward::CountReached { count: reached } => count("nothing.count_reached", reached),
        }
    }
}
