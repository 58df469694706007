//! Rewards: what an event earns, for which of a customer's events, under which conditions, and how it grows with what the
//! partner has brought; and what becomes of several that match.

use crate::{
    CONDITION_GROUPS_MAX, CONDITIONS_PER_GROUP_MAX, Circumstances, Condition, Milestone, Part, Trigger,
};
use serde::{Deserialize, Serialize};
use words::{AMOUNT_MAX, Currency, Invalid, MILLION, Money, Rate, Window};

/// Months or counts in a recurring reward's limit.
pub const RECURRING_MAX: u32 = 1_200;
pub const TIERS_MAX: usize = 20;

/// What a commission is for: what a customer did, or what a partner is granted beside it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Lead,
    /// A stage of the merchant's funnel that the customer reached.
    Stage,
    Sale,
    /// A sale that the merchant reports as a renewal.
    Renewal,
    /// What followed a partner's links on one day.
    Click,
    /// A partner whom another one brought: that they take part, sell, or earn.
    Partner,
    /// Given by a person.
    Bonus,
    /// Given or taken by a person, to put right what was earned.
    Adjustment,
    /// What the partner reached within a window.
    Milestone,
}

impl Event {
    pub const ALL: [Event; 9] = [
        Event::Lead,
        Event::Stage,
        Event::Sale,
        Event::Renewal,
        Event::Click,
        Event::Partner,
        Event::Bonus,
        Event::Adjustment,
        Event::Milestone,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Event::Lead => "lead",
            Event::Stage => "stage",
            Event::Sale => "sale",
            Event::Renewal => "renewal",
            Event::Click => "click",
            Event::Partner => "partner",
            Event::Bonus => "bonus",
            Event::Adjustment => "adjustment",
            Event::Milestone => "milestone",
        }
    }

    /// Whether terms may reward it. The others are granted by a person.
    pub fn is_rewarded(self) -> bool {
        let is_reached = matches!(self, Event::Click | Event::Partner | Event::Milestone);
        self.is_of_customer() || is_reached
    }

    /// Whether a customer is known of it.
    pub fn is_of_customer(self) -> bool {
        matches!(self, Event::Lead | Event::Stage | Event::Sale | Event::Renewal)
    }

    /// Whether it has a price.
    pub fn has_amount(self) -> bool {
        matches!(self, Event::Sale | Event::Renewal)
    }

    /// What it is counted with where a reward reaches so many events or months: renewals go on from the sale.
    pub fn counted_as(self) -> Event {
        match self {
            Event::Renewal => Event::Sale,
            event => event,
        }
    }
}

/// What one event earns; amounts are in minor units of the program's currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RewardAmount {
    /// Once for the event.
    Flat { amount: i64 },
    /// Of what was paid.
    Percent { rate: Rate },
    /// For each of the products; one for a sale without items.
    PerItem { amount: i64 },
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

/// What tiers are reached by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// What the partner's customers paid, as far as the partner was credited for it, in minor units.
    Revenue,
    /// How many of the event the partner was credited for.
    Events,
}

/// From where on another amount is given, of the same kind as the reward's own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Tier {
    /// Minor units of revenue, or the how-manieth event.
    pub from: i64,
    pub amount: RewardAmount,
}

/// Amounts that grow within a window with what the partner brings. What was earned before a tier was reached stays as
/// it was, and a percentage of a sale that crosses into a tier is given for each side at its own rate, unless they are
/// retroactive: then all of the window earns the amount that its whole has reached.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Tiers {
    pub measure: Measure,
    pub window: Window,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retroactive: bool,
    /// By `from`, ascending.
    pub steps: Vec<Tier>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reward {
    pub event: Event,
    pub amount: RewardAmount,
    pub recurrence: Recurrence,
    /// Groups of conditions: it is given where all of any group hold, or there is no group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Vec<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Tiers>,
    /// What is to be reached, where the event is a milestone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<Milestone>,
    /// Of a flat reward for partners whom others brought; their first sale, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
}

/// What becomes of several rewards that match. A sale whose rewards ask about products is judged part by part.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Strategy {
    /// The first from the top.
    #[default]
    FirstMatch,
    /// The one with most conditions in the group that holds; of equal ones the first.
    MostSpecific,
    /// The one that gives most; of equal ones the first.
    Highest,
    /// All together, at most this part of what was paid, if that is said.
    Stack { cap: Option<Rate> },
}

impl Strategy {
    pub fn name(self) -> &'static str {
        match self {
            Strategy::FirstMatch => "first_match",
            Strategy::MostSpecific => "most_specific",
            Strategy::Highest => "highest",
            Strategy::Stack { .. } => "stack",
        }
    }
}

pub(crate) fn check_amount(field: &'static str, amount: i64) -> Result<(), Invalid> {
    if (1..=AMOUNT_MAX).contains(&amount) {
        return Ok(());
    }
    Err(Invalid::new(field, format!("1 to {AMOUNT_MAX} minor units")))
}

impl RewardAmount {
    fn check(self, event: Event) -> Result<(), Invalid> {
        match self {
            RewardAmount::PerItem { .. } if event == Event::Partner => {
                Err(Invalid::new("rewards.amount", "a flat amount or a percentage of what the partner earns"))
            }
            RewardAmount::Percent { .. } | RewardAmount::PerItem { .. }
                if !event.has_amount() && event != Event::Partner =>
            {
                let expected = format!("a flat amount for a {}, which has no price", event.name());
                Err(Invalid::new("rewards.amount", expected))
            }
            RewardAmount::Flat { amount } | RewardAmount::PerItem { amount } => {
                check_amount("rewards.amount", amount)
            }
            RewardAmount::Percent { rate } if !(1..=MILLION).contains(&rate.millionths()) => {
                Err(Invalid::new("rewards.rate", format!("1 to {MILLION} millionths")))
            }
            RewardAmount::Percent { .. } => Ok(()),
        }
    }

    fn is_like(self, other: RewardAmount) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    pub fn explain(self, currency: Currency) -> String {
        match self {
            RewardAmount::Flat { amount } => format!("{} for", Money::new(amount, currency)),
            RewardAmount::PerItem { amount } => format!("{} for each item of", Money::new(amount, currency)),
            RewardAmount::Percent { rate } => format!("{rate} of"),
        }
    }
}

impl Tiers {
    fn check(&self, reward: &Reward) -> Result<(), Invalid> {
        if !(1..=TIERS_MAX).contains(&self.steps.len()) {
            return Err(Invalid::new("rewards.tiers.steps", format!("1 to {TIERS_MAX} steps")));
        }
        if self.retroactive && self.window == Window::AllTime {
            let expected = "day, week, month, quarter or year, as retroactive tiers price all of it anew";
            return Err(Invalid::new("rewards.tiers.window", expected));
        }
        if self.measure == Measure::Revenue && !reward.event.has_amount() {
            return Err(Invalid::new("rewards.tiers.measure", "events: what has no price brings no revenue"));
        }
        let mut last = 0;
        for step in &self.steps {
            let least = if self.measure == Measure::Events { 2 } else { 1 };
            if step.from <= last || step.from < least || step.from > AMOUNT_MAX {
                let expected = format!("{least} to {AMOUNT_MAX}, each more than the one before");
                return Err(Invalid::new("rewards.tiers.from", expected));
            }
            if !step.amount.is_like(reward.amount) {
                return Err(Invalid::new("rewards.tiers.amount", "an amount of the reward's own kind"));
            }
            step.amount.check(reward.event)?;
            last = step.from;
        }
        Ok(())
    }

    /// The last step that so much reaches.
    pub fn step_at(&self, total: i64) -> Option<&Tier> {
        self.steps.iter().rfind(|step| step.from <= total)
    }

    /// The least and the most that reach the same step.
    pub fn bounds_at(&self, total: i64) -> (i64, i64) {
        let next = self.steps.iter().find(|step| step.from > total);
        let least = self.step_at(total).map_or(i64::MIN, |step| step.from);
        (least, next.map_or(i64::MAX, |next| next.from - 1))
    }

    fn explain(&self, currency: Currency) -> String {
        let window = match self.window {
            Window::AllTime => String::new(),
            window => format!(" in a {}", window.name()),
        };
        let step = |step: &Tier| {
            let amount = match step.amount {
                RewardAmount::Percent { rate } => rate.to_string(),
                RewardAmount::Flat { amount } | RewardAmount::PerItem { amount } => {
                    Money::new(amount, currency).to_string()
                }
            };
            match self.measure {
                Measure::Revenue => {
                    format!("{amount} from {} of revenue{window}", Money::new(step.from, currency))
                }
                Measure::Events => format!("{amount} from number {}{window}", step.from),
            }
        };
        let steps = self.steps.iter().map(step).collect::<Vec<_>>().join(", ");
        if self.retroactive { format!("{steps}, for all of the {}", self.window.name()) } else { steps }
    }
}

impl Reward {
    /// For every sale, say, without condition.
    pub fn plain(event: Event, amount: RewardAmount, recurrence: Recurrence) -> Self {
        Self { event, amount, recurrence, when: Vec::new(), tiers: None, milestone: None, trigger: None }
    }

    pub fn check(&self) -> Result<(), Invalid> {
        if !self.event.is_rewarded() {
            let expected = "lead, stage, sale, renewal, click, partner or milestone";
            return Err(Invalid::new("rewards.event", expected));
        }
        self.amount.check(self.event)?;
        if matches!(self.event, Event::Click | Event::Partner) {
            self.check_without_customer()?;
        }
        if self.trigger.is_some() && self.once().is_none() {
            let expected = "no trigger: only flat rewards for partners have one";
            return Err(Invalid::new("rewards.trigger", expected));
        }
        match self.recurrence {
            Recurrence::Recurring {
                limit: Limit::Months { months: number } | Limit::Count { count: number },
            } if !(1..=RECURRING_MAX).contains(&number) => {
                return Err(Invalid::new("rewards.recurrence", format!("1 to {RECURRING_MAX}")));
            }
            _ => {}
        }
        if self.when.len() > CONDITION_GROUPS_MAX {
            return Err(Invalid::new("rewards.when", format!("at most {CONDITION_GROUPS_MAX} groups")));
        }
        for group in &self.when {
            if !(1..=CONDITIONS_PER_GROUP_MAX).contains(&group.len()) {
                let expected = format!("1 to {CONDITIONS_PER_GROUP_MAX} conditions in each group");
                return Err(Invalid::new("rewards.when", expected));
            }
            group.iter().try_for_each(Condition::check)?;
        }
        match (&self.milestone, self.event) {
            (Some(milestone), Event::Milestone) => milestone.check(self)?,
            (None, Event::Milestone) => {
                return Err(Invalid::new(
                    "rewards.milestone",
                    "what is to be reached, for the event milestone",
                ));
            }
            (Some(_), _) => {
                let expected = "none, or the event milestone, which it is for";
                return Err(Invalid::new("rewards.milestone", expected));
            }
            (None, _) => {}
        }
        self.tiers.as_ref().map_or(Ok(()), |tiers| tiers.check(self))
    }

    /// Whether it is priced part by part.
    pub fn is_of_parts(&self) -> bool {
        let asks = || self.when.iter().flatten().any(|condition| condition.field.is_of_part());
        matches!(self.amount, RewardAmount::PerItem { .. }) || asks()
    }

    /// How many conditions hold of the part: those of the greatest group of which all do; none where no group does.
    pub fn matches(&self, circumstances: &Circumstances<'_>, part: &Part<'_>) -> Option<usize> {
        if self.when.is_empty() {
            return Some(0);
        }
        let holds = |group: &&Vec<Condition>| group.iter().all(|it| it.holds(circumstances, part));
        self.when.iter().filter(holds).map(Vec::len).max()
    }

    /// The reward in words: `20 % of every sale of a customer for 12 months, when product_id is pro`.
    pub fn explain(&self, currency: Currency) -> String {
        let event = self.event.name();
        let what = self.amount.explain(currency);
        if let Some(milestone) = &self.milestone {
            return format!("{what} {}", milestone.explain(self.recurrence, currency));
        }
        let mut said = match self.recurrence {
            _ if self.event == Event::Click => format!("{what} every counted click"),
            recurrence if self.event == Event::Partner => {
                format!("{what} {}", self.explain_partner(recurrence))
            }
            Recurrence::OneTime => format!("{what} a customer's first {event}"),
            Recurrence::Recurring { limit: Limit::Unlimited } => {
                format!("{what} every {event} of a customer")
            }
            Recurrence::Recurring { limit: Limit::Months { months } } => {
                format!("{what} every {event} of a customer for {months} months")
            }
            Recurrence::Recurring { limit: Limit::Count { count } } => {
                format!("{what} a customer's first {count} {event}s")
            }
        };
        if let Some(tiers) = &self.tiers {
            said.push_str(&format!("; {}", tiers.explain(currency)));
        }
        let group =
            |group: &Vec<Condition>| group.iter().map(Condition::explain).collect::<Vec<_>>().join(" and ");
        if !self.when.is_empty() {
            let groups: Vec<_> = self.when.iter().map(group).collect();
            said.push_str(&format!(", when {}", groups.join(", or when ")));
        }
        said
    }
}
