//! Terms and their rewards, in and out.

use super::{Event, TermsAcceptance};
use program::{Limit, RewardAmount};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{Invalid, Rate};

/// What one event earns.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({
    "event": "sale", "kind": "percent", "rate_millionths": 200_000,
    "recurrence": { "kind": "recurring", "months": 12 }
}))]
pub(crate) enum Reward {
    /// The same amount for every event.
    Flat {
        event: Event,
        /// Minor units of the program's currency, more than 0.
        amount: i64,
        recurrence: Recurrence,
    },
    /// A part of the sale's amount. Leads have none.
    Percent {
        event: Event,
        /// 1 to 1000000; 20 % is 200000.
        rate_millionths: u32,
        recurrence: Recurrence,
    },
}

/// For which of a customer's events the reward is given, counted per partner.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Recurrence {
    /// Only the first event that the partner is credited for.
    OneTime {},
    /// Every event; with `months`, those less than so many months after the first; with `count`, the
    /// first so many. Not both.
    Recurring {
        /// 1 to 1200.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        months: Option<u32>,
        /// 1 to 1200.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<u32>,
    },
}

impl Reward {
    pub(crate) fn read(self) -> Result<program::Reward, Invalid> {
        let (event, amount, recurrence) = match self {
            Reward::Flat { event, amount, recurrence } => (event, RewardAmount::Flat { amount }, recurrence),
            Reward::Percent { event, rate_millionths, recurrence } => {
                let rate = Rate::from_millionths(rate_millionths);
                (event, RewardAmount::Percent { rate }, recurrence)
            }
        };
        Ok(program::Reward { event: event.into(), amount, recurrence: recurrence.read()? })
    }
}

impl From<program::Reward> for Reward {
    fn from(it: program::Reward) -> Self {
        let (event, recurrence) = (it.event.into(), it.recurrence.into());
        match it.amount {
            RewardAmount::Flat { amount } => Reward::Flat { event, amount, recurrence },
            RewardAmount::Percent { rate } => {
                Reward::Percent { event, rate_millionths: rate.millionths(), recurrence }
            }
        }
    }
}

impl Recurrence {
    fn read(self) -> Result<program::Recurrence, Invalid> {
        let limit = match self {
            Recurrence::OneTime {} => return Ok(program::Recurrence::OneTime),
            Recurrence::Recurring { months: None, count: None } => Limit::Unlimited,
            Recurrence::Recurring { months: Some(months), count: None } => Limit::Months { months },
            Recurrence::Recurring { months: None, count: Some(count) } => Limit::Count { count },
            Recurrence::Recurring { .. } => {
                return Err(Invalid::new("rewards.recurrence", "months or count, not both"));
            }
        };
        Ok(program::Recurrence::Recurring { limit })
    }
}

impl From<program::Recurrence> for Recurrence {
    fn from(it: program::Recurrence) -> Self {
        let (months, count) = match it {
            program::Recurrence::OneTime => return Recurrence::OneTime {},
            program::Recurrence::Recurring { limit: Limit::Unlimited } => (None, None),
            program::Recurrence::Recurring { limit: Limit::Months { months } } => (Some(months), None),
            program::Recurrence::Recurring { limit: Limit::Count { count } } => (None, Some(count)),
        };
        Recurrence::Recurring { months, count }
    }
}

/// One version of a group's terms. The version in force when a referral began prices it and its
/// renewals.
#[derive(Serialize, ToSchema)]
pub(crate) struct Terms {
    #[schema(example = "trm_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program_id: String,
    pub group_id: String,
    /// 1, 2, 3 …
    pub version: u32,
    /// At most one per event.
    pub rewards: Vec<Reward>,
    /// Days that a commission is held before it can be approved.
    pub hold_days: u32,
    /// The most that one partner earns from conversions of one calendar month (UTC), in minor units.
    pub monthly_cap: Option<i64>,
    /// What earns more than this, in minor units, waits for a person after its hold.
    pub auto_approve_max: Option<i64>,
    pub acceptance: TermsAcceptance,
    /// Whether they also price what existing referrals bring after they begin to hold.
    pub applies_to_existing: bool,
    /// From when on they hold; before `published_at` where they were applied from a date on.
    #[schema(format = DateTime)]
    pub effective_from: String,
    #[schema(format = DateTime)]
    pub published_at: String,
}

impl From<program::Terms> for Terms {
    fn from(it: program::Terms) -> Self {
        Self {
            id: it.id.to_string(),
            program_id: it.program.to_string(),
            group_id: it.group.to_string(),
            version: it.version,
            rewards: it.rewards.into_iter().map(Into::into).collect(),
            hold_days: it.hold_days,
            monthly_cap: it.monthly_cap,
            auto_approve_max: it.auto_approve_max,
            acceptance: it.acceptance.into(),
            applies_to_existing: it.applies_to_existing,
            effective_from: it.effective_from.unwrap_or(it.published_at).to_string(),
            published_at: it.published_at.to_string(),
        }
    }
}
