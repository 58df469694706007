//! Terms: what a group's partners earn and how long it is held. The version that the enrolment had
//! accepted when the referral began prices it and its renewals. Published versions never change.

use serde::{Deserialize, Serialize};
use words::{AMOUNT_MAX, GroupId, Instant, Invalid, MILLION, ProgramId, Rate, Scope, TermsId};

pub const HOLD_DAYS_MAX: u32 = 365;
/// Months or counts in a recurring reward's limit.
pub const RECURRING_MAX: u32 = 1_200;

/// What a reward answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Lead,
    Sale,
}

impl Event {
    pub fn name(self) -> &'static str {
        match self {
            Event::Lead => "lead",
            Event::Sale => "sale",
        }
    }
}

/// What one event earns; a flat amount is in minor units of the program's currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RewardAmount {
    Flat { amount: i64 },
    Percent { rate: Rate },
}

/// How far a recurring reward reaches, counted per customer and partner from the first event
/// that the partner was credited for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Limit {
    Unlimited,
    /// Events less than this many months after the first.
    Months {
        months: u32,
    },
    /// The first this many events.
    Count {
        count: u32,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Recurrence {
    /// Only the customer's first event that the partner is credited for.
    OneTime,
    Recurring {
        limit: Limit,
    },
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reward {
    pub event: Event,
    pub amount: RewardAmount,
    pub recurrence: Recurrence,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Terms {
    pub id: TermsId,
    pub scope: Scope,
    pub program: ProgramId,
    pub group: GroupId,
    /// 1, 2, 3 …
    pub version: u32,
    /// At most one per event.
    pub rewards: Vec<Reward>,
    /// Days that a commission stays pending before it may be approved.
    pub hold_days: u32,
    /// The most that one partner earns from conversions of one calendar month (UTC), in minor
    /// units. A refund does not give it back.
    pub monthly_cap: Option<i64>,
    pub published_at: Instant,
}

impl Terms {
    pub fn check(&self) -> Result<(), Invalid> {
        if self.rewards.is_empty() {
            return Err(Invalid::new("rewards", "at least one reward"));
        }
        for (place, reward) in self.rewards.iter().enumerate() {
            if self.rewards[..place].iter().any(|earlier| earlier.event == reward.event) {
                return Err(Invalid::new("rewards", "at most one reward per event"));
            }
            reward.check()?;
        }
        if self.hold_days > HOLD_DAYS_MAX {
            return Err(Invalid::new("hold_days", format!("0 to {HOLD_DAYS_MAX} days")));
        }
        if self.monthly_cap.is_some_and(|cap| !(1..=AMOUNT_MAX).contains(&cap)) {
            return Err(Invalid::new("monthly_cap", format!("1 to {AMOUNT_MAX} minor units")));
        }
        Ok(())
    }

    pub fn reward_for(&self, event: Event) -> Option<&Reward> {
        self.rewards.iter().find(|reward| reward.event == event)
    }
}

impl Reward {
    fn check(&self) -> Result<(), Invalid> {
        match self.amount {
            RewardAmount::Flat { amount } if !(1..=AMOUNT_MAX).contains(&amount) => {
                return Err(Invalid::new("rewards.amount", format!("1 to {AMOUNT_MAX} minor units")));
            }
            RewardAmount::Percent { .. } if self.event == Event::Lead => {
                return Err(Invalid::new("rewards.amount", "a flat amount for leads, which have no price"));
            }
            RewardAmount::Percent { rate } if !(1..=MILLION).contains(&rate.millionths()) => {
                return Err(Invalid::new("rewards.rate", format!("1 to {MILLION} millionths")));
            }
            _ => {}
        }
        match self.recurrence {
            Recurrence::Recurring {
                limit: Limit::Months { months: number } | Limit::Count { count: number },
            } if !(1..=RECURRING_MAX).contains(&number) => {
                Err(Invalid::new("rewards.recurrence", format!("1 to {RECURRING_MAX}")))
            }
            _ => Ok(()),
        }
    }
}

/// The version that a referral begun at `began_at` is priced by: the last one published by then,
/// or the group's first for referrals that began before any.
pub fn terms_in_force(terms: &[Terms], group: GroupId, began_at: Instant) -> Option<&Terms> {
    let versions = || terms.iter().filter(|terms| terms.group == group);
    let published = versions().filter(|terms| terms.published_at <= began_at);
    published.max_by_key(|terms| terms.version).or_else(|| versions().min_by_key(|terms| terms.version))
}
