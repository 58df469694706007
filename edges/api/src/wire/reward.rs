//! Rewards, what caps them, and what becomes of several, in and out.

use super::{CapScope, Comparison, Event, Measure, Money, Trigger, Window};
use program::{Limit, RewardAmount};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{Invalid, Rate};

/// What one event earns.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({
    "event": "sale", "kind": "percent", "rate_millionths": 200_000,
    "recurrence": { "kind": "recurring", "months": 12 },
    "when": [[{ "field": "product_id", "operator": "in", "values": ["pro", "team"] }]],
    "tiers": { "measure": "revenue", "window": "month", "steps": [{ "from": 1_000_000, "rate_millionths": 250_000 }] }
}))]
pub(crate) enum Reward {
    /// The same amount for every event; for clicks, for each that was counted, reckoned up once a day.
    Flat {
        event: Event,
        /// Minor units of the program's currency, more than 0.
        amount: i64,
        recurrence: Recurrence,
        /// Groups of conditions: it is given where all of any group hold, or there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schema(max_items = 10)]
        when: Vec<Vec<Condition>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tiers: Option<Tiers>,
        /// What is to be reached, where the event is `milestone`. Its recurrence says how often within a window: once, or
        /// whenever as much has come together again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        milestone: Option<Milestone>,
        /// For `partner` only: `first_sale`, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trigger: Option<Trigger>,
    },
    /// A part of the sale's amount, which leads, stages and clicks have not; for `partner`, of what the partner who was brought
    /// earns.
    Percent {
        event: Event,
        /// 1 to 1000000; 20 % is 200000.
        rate_millionths: u32,
        recurrence: Recurrence,
        /// Groups of conditions: it is given where all of any group hold, or there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schema(max_items = 10)]
        when: Vec<Vec<Condition>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tiers: Option<Tiers>,
    },
    /// The same amount for each product sold; one for a sale without items.
    PerItem {
        event: Event,
        /// Minor units of the program's currency, more than 0.
        amount: i64,
        recurrence: Recurrence,
        /// Groups of conditions: it is given where all of any group hold, or there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schema(max_items = 10)]
        when: Vec<Vec<Condition>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tiers: Option<Tiers>,
    },
}

/// Something that must hold. What is absent is equal to nothing.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    /// Of the event: `amount`, `source`, `event_name`, `code`, `weekday`, `metadata.` with a name; of the customer: `number`
    /// (the how-manieth of their events of this kind, from 1), `months` since the first; of the partner: `partner_id`,
    /// `enrolled_days`; of each part of a sale: `product_id`, `quantity`, `item_amount`.
    #[schema(example = "product_id")]
    pub field: String,
    pub operator: Comparison,
    /// One, but for `in` and `not_in`: at most 100. Numbers are whole, amounts in minor units.
    #[schema(min_items = 1, max_items = 100)]
    pub values: Vec<String>,
}

/// Amounts that grow within a window with what the partner brings. What was earned before a tier was reached stays as it
/// was, and a percentage of a sale that crosses into a tier is given for each side at its own rate, unless they are
/// retroactive.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tiers {
    pub measure: Measure,
    pub window: Window,
    /// Whether all of the window earns the amount that its whole has reached, what was earned earlier, too. Not for all time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retroactive: bool,
    /// By `from`, ascending.
    #[schema(min_items = 1, max_items = 20)]
    pub steps: Vec<Tier>,
}

/// What is given from somewhere on, of the reward's own kind.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tier {
    /// Minor units of revenue, or the how-manieth event.
    pub from: i64,
    /// Of a flat reward or one for each item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Of a reward in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_millionths: Option<u32>,
}

/// What a partner is to bring within a window.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "measure": "events", "of": "sale", "window": "month", "at": 25 }))]
pub(crate) struct Milestone {
    pub measure: Measure,
    /// Which events count: lead, stage or sale, which renewals are counted with. Revenue is of sales.
    #[serde(default = "sale")]
    pub of: Event,
    #[serde(default = "all_time")]
    pub window: Window,
    /// Minor units of revenue, or how many events.
    #[schema(minimum = 1)]
    pub at: i64,
}

fn sale() -> Event {
    Event::Sale
}

fn all_time() -> Window {
    Window::AllTime
}

impl From<Milestone> for program::Milestone {
    fn from(it: Milestone) -> Self {
        Self { measure: it.measure.into(), of: it.of.into(), window: it.window.into(), at: it.at }
    }
}

impl From<program::Milestone> for Milestone {
    fn from(it: program::Milestone) -> Self {
        Self { measure: it.measure.into(), of: it.of.into(), window: it.window.into(), at: it.at }
    }
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

/// What becomes of several rewards that match. A sale whose rewards ask about products is judged part by part.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Strategy {
    /// The first from the top is given.
    FirstMatch {},
    /// The one with most conditions in the group that holds; of equal ones the first.
    MostSpecific {},
    /// The one that gives most; of equal ones the first.
    Highest {},
    /// All together, at most so many millionths of what was paid, if that is said.
    Stack {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap_millionths: Option<u32>,
    },
}

/// The most that is earned with what occurs within a window. A refund does not give it back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "per": "partner", "window": "month", "amount": 100_000 }))]
pub(crate) struct Cap {
    pub per: CapScope,
    pub window: Window,
    /// Minor units of the program's currency.
    #[schema(minimum = 1)]
    pub amount: i64,
}

/// What a program spends at most within a window, by what it owes for what occurred in it.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "window": "month", "amount": 5_000_000, "warn_at_millionths": 800_000, "stops": true }))]
pub(crate) struct Budget {
    pub window: Window,
    /// Minor units of the program's currency.
    #[schema(minimum = 1)]
    pub amount: i64,
    /// From which part of it on the team is told.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub warn_at_millionths: u32,
    /// Whether nothing more is earned once it is spent.
    pub stops: bool,
}

/// How a program's budget stands in today's window.
#[derive(Serialize, ToSchema)]
pub(crate) struct BudgetState {
    /// The window's first day, UTC; null without a window.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// Its last day.
    #[schema(format = Date)]
    pub until: Option<String>,
    pub amount: Money,
    /// What was earned with what occurred within it.
    pub spent: Money,
    /// Whether the team was told that so much of it is spent.
    pub warned: bool,
}

impl BudgetState {
    pub(crate) fn of(it: &engine::BudgetState, currency: words::Currency) -> Self {
        let money = |amount| words::Money::new(amount, currency).into();
        let dated = it.budget.window != words::Window::AllTime;
        Self {
            from: dated.then(|| it.days.0.to_string()),
            until: dated.then(|| it.days.1.to_string()),
            amount: money(it.budget.amount),
            spent: money(it.spent),
            warned: it.told.contains(&program::BudgetLevel::Warned),
        }
    }
}

impl Reward {
    pub(crate) fn read(self) -> Result<program::Reward, Invalid> {
        let mut aim = None;
        let (event, amount, recurrence, when, tiers, trigger) = match self {
            Reward::Flat { event, amount, recurrence, when, tiers, milestone, trigger } => {
                aim = milestone;
                (event, RewardAmount::Flat { amount }, recurrence, when, tiers, trigger)
            }
            Reward::PerItem { event, amount, recurrence, when, tiers } => {
                (event, RewardAmount::PerItem { amount }, recurrence, when, tiers, None)
            }
            Reward::Percent { event, rate_millionths, recurrence, when, tiers } => {
                let rate = Rate::from_millionths(rate_millionths);
                (event, RewardAmount::Percent { rate }, recurrence, when, tiers, None)
            }
        };
        let group = |group: Vec<Condition>| group.into_iter().map(Condition::read).collect();
        Ok(program::Reward {
            event: event.into(),
            amount,
            recurrence: recurrence.read()?,
            when: when.into_iter().map(group).collect::<Result<_, Invalid>>()?,
            tiers: tiers.map(|tiers| tiers.read(amount)).transpose()?,
            milestone: aim.map(Into::into),
            trigger: trigger.map(Into::into),
        })
    }
}

impl From<program::Reward> for Reward {
    fn from(it: program::Reward) -> Self {
        let (event, recurrence) = (it.event.into(), it.recurrence.into());
        let group = |group: Vec<program::Condition>| group.into_iter().map(Into::into).collect();
        let (when, tiers) = (it.when.into_iter().map(group).collect(), it.tiers.map(Into::into));
        match it.amount {
            RewardAmount::Flat { amount } => {
                let (milestone, trigger) = (it.milestone.map(Into::into), it.trigger.map(Into::into));
                Reward::Flat { event, amount, recurrence, when, tiers, milestone, trigger }
            }
            RewardAmount::PerItem { amount } => Reward::PerItem { event, amount, recurrence, when, tiers },
            RewardAmount::Percent { rate } => {
                Reward::Percent { event, rate_millionths: rate.millionths(), recurrence, when, tiers }
            }
        }
    }
}

impl Condition {
    fn read(self) -> Result<program::Condition, Invalid> {
        let field = self.field.parse();
        let field =
            field.map_err(|fault: words::Malformed| Invalid::new("rewards.when.field", fault.expected))?;
        Ok(program::Condition { field, operator: self.operator.into(), values: self.values })
    }
}

impl From<program::Condition> for Condition {
    fn from(it: program::Condition) -> Self {
        Self { field: it.field.to_string(), operator: it.operator.into(), values: it.values }
    }
}

impl Tiers {
    /// Steps of the kind of the reward's own amount.
    fn read(self, like: RewardAmount) -> Result<program::Tiers, Invalid> {
        let step = |step: Tier| {
            let amount = match (like, step.amount, step.rate_millionths) {
                (RewardAmount::Flat { .. }, Some(amount), None) => RewardAmount::Flat { amount },
                (RewardAmount::PerItem { .. }, Some(amount), None) => RewardAmount::PerItem { amount },
                (RewardAmount::Percent { .. }, None, Some(rate)) => {
                    RewardAmount::Percent { rate: Rate::from_millionths(rate) }
                }
                (RewardAmount::Percent { .. }, ..) => {
                    return Err(Invalid::new(
                        "rewards.tiers.rate_millionths",
                        "a rate, as the reward has one",
                    ));
                }
                _ => return Err(Invalid::new("rewards.tiers.amount", "an amount, as the reward has one")),
            };
            Ok(program::Tier { from: step.from, amount })
        };
        let steps = self.steps.into_iter().map(step).collect::<Result<_, _>>()?;
        let (measure, window) = (self.measure.into(), self.window.into());
        Ok(program::Tiers { measure, window, retroactive: self.retroactive, steps })
    }
}

impl From<program::Tiers> for Tiers {
    fn from(it: program::Tiers) -> Self {
        let step = |step: program::Tier| match step.amount {
            RewardAmount::Percent { rate } => {
                Tier { from: step.from, amount: None, rate_millionths: Some(rate.millionths()) }
            }
            RewardAmount::Flat { amount } | RewardAmount::PerItem { amount } => {
                Tier { from: step.from, amount: Some(amount), rate_millionths: None }
            }
        };
        let steps = it.steps.into_iter().map(step).collect();
        let (measure, window) = (it.measure.into(), it.window.into());
        Self { measure, window, retroactive: it.retroactive, steps }
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

impl From<Strategy> for program::Strategy {
    fn from(it: Strategy) -> Self {
        match it {
            Strategy::FirstMatch {} => program::Strategy::FirstMatch,
            Strategy::MostSpecific {} => program::Strategy::MostSpecific,
            Strategy::Highest {} => program::Strategy::Highest,
            Strategy::Stack { cap_millionths } => {
                program::Strategy::Stack { cap: cap_millionths.map(Rate::from_millionths) }
            }
        }
    }
}

impl From<program::Strategy> for Strategy {
    fn from(it: program::Strategy) -> Self {
        match it {
            program::Strategy::FirstMatch => Strategy::FirstMatch {},
            program::Strategy::MostSpecific => Strategy::MostSpecific {},
            program::Strategy::Highest => Strategy::Highest {},
            program::Strategy::Stack { cap } => Strategy::Stack { cap_millionths: cap.map(Rate::millionths) },
        }
    }
}

impl From<Cap> for program::Cap {
    fn from(it: Cap) -> Self {
        Self { per: it.per.into(), window: it.window.into(), amount: it.amount }
    }
}

impl From<program::Cap> for Cap {
    fn from(it: program::Cap) -> Self {
        Self { per: it.per.into(), window: it.window.into(), amount: it.amount }
    }
}

impl From<Budget> for program::Budget {
    fn from(it: Budget) -> Self {
        let warn_at = Rate::from_millionths(it.warn_at_millionths);
        Self { window: it.window.into(), amount: it.amount, warn_at, stops: it.stops }
    }
}

impl From<program::Budget> for Budget {
    fn from(it: program::Budget) -> Self {
        let warn_at_millionths = it.warn_at.millionths();
        Self { window: it.window.into(), amount: it.amount, warn_at_millionths, stops: it.stops }
    }
}
