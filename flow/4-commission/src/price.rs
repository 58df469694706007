//! Pricing one credit under the terms: arithmetic line by line, rounded half-even once per line.

use conversion::Share;
use program::{Event, Limit, Recurrence, Reward, RewardAmount, Terms};
use serde::{Deserialize, Serialize};
use words::{Currency, Instant, MILLION, Money, Overflow, Rate, Sentence, Value, split};

/// A share of a decision, to be priced.
#[derive(Clone, Copy, Debug)]
pub struct Credit<'a> {
    pub event: Event,
    pub occurred_at: Instant,
    /// The sale's amount; none for leads.
    pub amount: Option<Money>,
    pub currency: Currency,
    /// All shares of the decision, so that equal rewards split without losing a minor unit.
    pub shares: &'a [Share],
    /// Which of them is priced.
    pub place: usize,
}

impl Credit<'_> {
    fn millionths(&self) -> u32 {
        self.shares.get(self.place).map_or(0, |share| share.millionths)
    }

    /// This share's part of what the whole would have earned under its own terms, by the largest remainder.
    fn part_of(&self, amount: i64) -> i64 {
        let weights: Vec<_> = self.shares.iter().map(|share| u64::from(share.millionths)).collect();
        split(amount, &weights).get(self.place).copied().unwrap_or(0)
    }
}

/// What the partner was credited with for this customer and event before this credit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Priors {
    pub count: u32,
    pub first_at: Option<Instant>,
}

impl Priors {
    /// The priors of the next credit, after one at `at`.
    pub fn and(self, at: Instant) -> Priors {
        let first_at = self.first_at.map_or(at, |first| first.min(at));
        Priors { count: self.count + 1, first_at: Some(first_at) }
    }

    /// Both together.
    pub fn with(self, other: Priors) -> Priors {
        let first_at = self.first_at.into_iter().chain(other.first_at).min();
        Priors { count: self.count.saturating_add(other.count), first_at }
    }
}

/// Why a credit earns nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NoReward {
    NoTerms,
    NoRewardForEvent,
    OneTimeAlreadyEarned,
    MonthsPassed { months: u32 },
    CountReached { count: u32 },
}

/// One step of the arithmetic; amounts in minor units of the commission's currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Line {
    Flat { gives: i64 },
    Percent { rate: Rate, of: i64, gives: i64 },
    Share { millionths: u32, gives: i64 },
    MonthlyCap { cap: i64, left: i64, gives: i64 },
    Nothing { because: NoReward },
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Price {
    pub amount: i64,
    pub lines: Vec<Line>,
}

/// The price of `credit` in minor units. `cap_left` is what the partner may still earn from
/// conversions of that month under the terms' cap.
pub fn price(
    terms: Option<&Terms>,
    credit: &Credit<'_>,
    priors: Priors,
    cap_left: Option<i64>,
) -> Result<Price, Overflow> {
    let nothing = |because| Ok(Price { amount: 0, lines: vec![Line::Nothing { because }] });
    let Some(terms) = terms else { return nothing(NoReward::NoTerms) };
    let Some(reward) = terms.reward_for(credit.event) else { return nothing(NoReward::NoRewardForEvent) };
    if let Some(because) = beyond(reward, credit, priors) {
        return nothing(because);
    }
    let base = credit.amount.unwrap_or(Money::zero(credit.currency));
    let (mut amount, first) = match reward.amount {
        RewardAmount::Flat { amount } => (amount, Line::Flat { gives: amount }),
        RewardAmount::Percent { rate } => {
            let gives = base.at(rate)?.amount;
            (gives, Line::Percent { rate, of: base.amount, gives })
        }
    };
    let mut lines = vec![first];
    if credit.millionths() != MILLION {
        amount = credit.part_of(amount);
        lines.push(Line::Share { millionths: credit.millionths(), gives: amount });
    }
    if let (Some(cap), Some(left)) = (terms.monthly_cap, cap_left)
        && amount > left
    {
        amount = left.max(0);
        lines.push(Line::MonthlyCap { cap, left: left.max(0), gives: amount });
    }
    Ok(Price { amount, lines })
}

fn beyond(reward: &Reward, credit: &Credit<'_>, priors: Priors) -> Option<NoReward> {
    let first_at = priors.first_at?;
    match reward.recurrence {
        Recurrence::OneTime => Some(NoReward::OneTimeAlreadyEarned),
        Recurrence::Recurring { limit: Limit::Unlimited } => None,
        Recurrence::Recurring { limit: Limit::Months { months } } => {
            (credit.occurred_at >= first_at.plus_months(months)).then_some(NoReward::MonthsPassed { months })
        }
        Recurrence::Recurring { limit: Limit::Count { count } } => {
            (priors.count >= count).then_some(NoReward::CountReached { count })
        }
    }
}

impl Line {
    /// The line as a sentence.
    pub fn explain(self, currency: Currency) -> Sentence {
        let money = |amount| Value::Money(Money::new(amount, currency));
        match self {
            Line::Flat { gives } => Sentence::new("line.flat").with("gives", money(gives)),
            Line::Percent { rate, of, gives } => Sentence::new("line.percent")
                .with("rate", Value::Rate(rate))
                .with("of", money(of))
                .with("gives", money(gives)),
            Line::Share { millionths, gives } => Sentence::new("line.share")
                .with("part", Value::Rate(Rate::from_millionths(millionths)))
                .with("gives", money(gives)),
            Line::MonthlyCap { cap, left, gives } => Sentence::new("line.monthly_cap")
                .with("cap", money(cap))
                .with("left", money(left))
                .with("gives", money(gives)),
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
            NoReward::OneTimeAlreadyEarned => Sentence::new("nothing.one_time_already_earned"),
            NoReward::MonthsPassed { months } => count("nothing.months_passed", months),
            NoReward::CountReached { count: reached } => count("nothing.count_reached", reached),
        }
    }
}
