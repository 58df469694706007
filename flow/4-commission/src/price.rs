//! Pricing one credit under the terms: the rewards that match, what the program's strategy makes of several, arithmetic
//! line by line, rounded half-even once per line, and caps. Running totals are arguments; what the price relied on of them
//! is part of the answer, so that a commit can refuse one that was overtaken.

mod again;
mod asked;
mod choose;
mod clicks;
mod limits;
mod line;
mod milestone;
mod partner;
mod tiers;

pub use again::comes_out_again;
pub use asked::{circumstances_of, parts_of};
pub use clicks::{DayOfClicks, price_clicks};
pub use line::{Line, NoReward};
pub use milestone::{MilestoneStep, milestone_keys, milestone_step, price_milestone};
pub use partner::{Brought, price_partner};

use choose::{Chosen, choose};
use conversion::Share;
use limits::Limits;
use program::{Budget, Circumstances, Event, Limit, Part, Recurrence, Reward, RewardAmount, Strategy, Terms};
use serde::{Deserialize, Serialize};
use words::{Currency, Day, Instant, MILLION, Money, Overflow, proportion, split};

/// A share of a decision, to be priced.
#[derive(Clone, Copy, Debug)]
pub struct Credit<'a> {
    pub event: Event,
    pub occurred_at: Instant,
    /// The sale's amount; none for leads and stages.
    pub amount: Option<Money>,
    pub currency: Currency,
    /// All shares of the decision, so that equal rewards split without losing a minor unit.
    pub shares: &'a [Share],
    /// Which of them is priced.
    pub place: usize,
    /// What conditions ask about; number and months are told by the priors.
    pub circumstances: Circumstances<'a>,
    /// The items of a sale with what they leave of its amount, or the one part that is all of it.
    pub parts: &'a [Part<'a>],
    /// What it earned before under the same terms, where it is priced anew: limits that were lowered since leave it that.
    pub kept: i64,
}

impl Credit<'_> {
    fn millionths(&self) -> u32 {
        self.shares.get(self.place).map_or(0, |share| share.millionths)
    }

    /// What it adds to what is counted of its partner, its price aside.
    pub fn adds(&self, counted: Counted) -> i64 {
        match counted {
            Counted::Earned => 0,
            Counted::Revenue => self.base(),
            Counted::Events(event) => i64::from(event == self.event.counted_as()),
        }
    }

    /// The credited part of what was paid.
    fn base(&self) -> i64 {
        self.part_of(self.amount.map_or(0, |money| money.amount))
    }

    fn rewards_of<'t>(&self, terms: &'t Terms) -> Vec<(usize, &'t Reward)> {
        let mut rewards = terms.rewards_for(self.event);
        rewards.retain(|(_, reward)| self.is_for(reward));
        rewards
    }

    /// Whether the reward answers what became of a partner who was brought: what they earned, or something once.
    fn is_for(&self, reward: &Reward) -> bool {
        if self.event != Event::Partner {
            return true;
        }
        match (reward.once(), self.amount) {
            (None, earned) => earned.is_some(),
            (Some(trigger), None) => self.circumstances.event_name == Some(trigger.name()),
            (Some(_), Some(_)) => false,
        }
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

    /// Whole months since the first.
    pub fn months_at(self, at: Instant) -> u32 {
        let Some(first) = self.first_at else { return 0 };
        (1..).take_while(|months| first.plus_months(*months) <= at).last().unwrap_or(0)
    }
}

/// What is counted day by day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Minor units earned, before anything is taken back.
    Earned,
    /// Minor units that customers paid, as far as they were credited.
    Revenue,
    /// Events that were credited, of what they are counted as.
    Events(Event),
}

impl Counted {
    pub const ALL: [Counted; 5] = [
        Counted::Earned,
        Counted::Revenue,
        Counted::Events(Event::Lead),
        Counted::Events(Event::Stage),
        Counted::Events(Event::Sale),
    ];

    pub fn name(self) -> &'static str {
        match self {
            Counted::Earned => "earned",
            Counted::Revenue => "revenue",
            Counted::Events(Event::Lead) => "leads",
            Counted::Events(Event::Stage) => "stages",
            Counted::Events(_) => "sales",
        }
    }
}

/// Whose total it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Whose {
    Partner,
    /// What the partner earned with the customer.
    Customer,
    Program,
}

/// A running total: what was counted from the first to the last of some days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Total {
    pub whose: Whose,
    pub counted: Counted,
    pub days: (Day, Day),
    pub reckoned: Reckoned,
}

/// Which of the days' reckonings a total is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reckoned {
    /// What came before what is priced.
    Before,
    /// All of the days in the end, without what is priced.
    Whole,
    /// As it was booked before anything was priced anew.
    Booked,
}

/// A total with the bounds between which the price would have been the same; of a whole one together with what is priced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Relied {
    pub total: Total,
    pub least: i64,
    pub most: i64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Price {
    pub amount: i64,
    /// The credited part of what was paid.
    pub base: i64,
    pub lines: Vec<Line>,
    /// What each part of the sale earned, where it was priced part by part; they sum to the amount.
    pub by_part: Vec<i64>,
    pub relied: Vec<Relied>,
}

impl Price {
    /// Whether no reward was given at all; what a cap or a budget left nothing of was.
    pub fn gives_nothing(&self) -> bool {
        matches!(self.lines[..], [] | [Line::Nothing { .. }])
    }
}

/// The price of `credit` in minor units. `total` tells each running total as it stood before.
pub fn price(
    terms: Option<&Terms>,
    budget: Option<&Budget>,
    credit: &Credit<'_>,
    priors: Priors,
    total: &dyn Fn(&Total) -> i64,
) -> Result<Price, Overflow> {
    let Whole { mut amount, by_part, mut limits } = whole(terms, credit, priors, total)?;
    if let Some(terms) = terms {
        amount = limits.leave(amount, terms, budget, credit.event.is_of_customer());
    }
    let by_part = divided(amount, &by_part);
    let Limits { lines, relied, .. } = limits;
    Ok(Price { amount, base: credit.base(), lines, by_part, relied })
}

/// What a credit is worth before caps and the budget.
struct Whole<'a> {
    amount: i64,
    /// What each part of the sale gave.
    by_part: Vec<i64>,
    limits: Limits<'a>,
}

fn whole<'a>(
    terms: Option<&Terms>,
    credit: &'a Credit<'_>,
    priors: Priors,
    total: &'a dyn Fn(&Total) -> i64,
) -> Result<Whole<'a>, Overflow> {
    let limits = || Limits::new((credit.occurred_at, credit.kept), total);
    let nothing = |because| {
        let mut limits = limits();
        limits.lines.push(Line::Nothing { because });
        Ok(Whole { amount: 0, by_part: Vec::new(), limits })
    };
    let Some(terms) = terms else { return nothing(NoReward::NoTerms) };
    let rewards = credit.rewards_of(terms);
    if rewards.is_empty() {
        return nothing(NoReward::NoRewardForEvent);
    }
    let beyond = |reward: &Reward| beyond(reward, credit, priors);
    let open: Vec<_> = rewards.iter().copied().filter(|(_, reward)| beyond(reward).is_none()).collect();
    if let (true, Some(because)) = (open.is_empty(), rewards.first().and_then(|(_, reward)| beyond(reward))) {
        return nothing(because);
    }
    let mut pricing = Pricing { credit, limits: limits(), by_part: Vec::new() };
    let numbered = Circumstances {
        number: priors.count + 1,
        months: priors.months_at(credit.occurred_at),
        ..credit.circumstances
    };
    let chosen = choose(&open, terms.strategy, &numbered, credit, &|reward, part| {
        pricing.gives(reward, part).map(|(gives, _)| gives)
    })?;
    if chosen.is_empty() {
        return nothing(NoReward::ConditionsNotMet);
    }
    if terms.strategy == Strategy::Highest {
        // Which of them gives most rests on what each has reached.
        open.iter().for_each(|(_, reward)| pricing.rely_on_whole(reward));
    }
    let amount = pricing.sum(&chosen, rewards.len() > 1, terms)?;
    let Pricing { limits, by_part, .. } = pricing;
    Ok(Whole { amount, by_part, limits })
}

/// Divided in the proportion of the weights, by the largest remainder.
fn divided(amount: i64, weights: &[i64]) -> Vec<i64> {
    let weights: Vec<_> = weights.iter().map(|weight| weight.unsigned_abs()).collect();
    if weights.is_empty() || weights.iter().all(|weight| *weight == 0) {
        return Vec::new();
    }
    split(amount, &weights)
}

struct Pricing<'a, 'b> {
    credit: &'a Credit<'b>,
    limits: Limits<'a>,
    by_part: Vec<i64>,
}

impl Pricing<'_, '_> {
    /// What the reward gives for the parts together, with its lines.
    fn gives(&self, reward: &Reward, parts: &[Part<'_>]) -> Result<(i64, Vec<Line>), Overflow> {
        let of = parts.iter().map(|part| part.amount).sum::<i64>();
        let quantity = parts.iter().map(|part| i64::from(part.quantity)).sum::<i64>();
        match &reward.tiers {
            Some(tiers) if tiers.retroactive => self.by_whole(reward, tiers, of, quantity),
            Some(tiers) => self.by_tiers(reward, tiers, of, quantity),
            None => self.amount(reward.amount, of, quantity),
        }
    }

    fn amount(&self, amount: RewardAmount, of: i64, quantity: i64) -> Result<(i64, Vec<Line>), Overflow> {
        let (gives, line) = match amount {
            RewardAmount::Flat { amount: each } if self.credit.event == Event::Click => {
                let gives = proportion(each, quantity, 1).ok_or(Overflow)?;
                (gives, Line::PerClick { each, quantity, gives })
            }
            RewardAmount::Flat { amount } => (amount, Line::Flat { gives: amount }),
            RewardAmount::Percent { rate } => {
                let gives = self.money(of).at(rate)?.amount;
                (gives, Line::Percent { rate, of, gives })
            }
            RewardAmount::PerItem { amount } => {
                let gives = proportion(amount, quantity, 1).ok_or(Overflow)?;
                (gives, Line::PerItem { each: amount, quantity, gives })
            }
        };
        Ok((gives, vec![line]))
    }

    fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.credit.currency)
    }

    /// What the chosen rewards give together, as far as they stack, and of it the share that is credited.
    fn sum(&mut self, chosen: &[Chosen<'_>], named: bool, terms: &Terms) -> Result<i64, Overflow> {
        let mut amount = 0;
        for chosen in chosen {
            amount = self.add(amount, chosen, named)?;
        }
        if chosen.len() > 1 {
            self.limits.lines.push(Line::Sum { gives: amount });
        }
        if let Strategy::Stack { cap: Some(rate) } = terms.strategy
            && let Some(paid) = self.credit.amount
        {
            let most = rate.at_most(paid.amount).ok_or(Overflow)?;
            if amount > most {
                amount = most;
                self.limits.lines.push(Line::StackCap { rate, of: paid.amount, gives: amount });
            }
        }
        let millionths = self.credit.millionths();
        if millionths != MILLION {
            amount = self.credit.part_of(amount);
            self.limits.lines.push(Line::Share { millionths, gives: amount });
        }
        Ok(amount)
    }

    /// Adds what a reward gives to the sum so far.
    fn add(&mut self, sum: i64, chosen: &Chosen<'_>, named: bool) -> Result<i64, Overflow> {
        let parts: Vec<_> = chosen.parts.iter().map(|place| self.credit.parts[*place]).collect();
        let (gives, lines) = self.gives(chosen.reward, &parts)?;
        if named {
            let of = chosen.parts.len() as u32;
            self.limits.lines.push(Line::Reward {
                place: chosen.place as u32,
                parts: of,
                all: self.credit.parts.len() as u32,
            });
        }
        self.limits.lines.extend(lines);
        self.rely_on(chosen.reward);
        if self.credit.parts.len() > 1 {
            self.by_part.resize(self.credit.parts.len(), 0);
            let weights: Vec<_> = match chosen.reward.amount {
                RewardAmount::PerItem { .. } => parts.iter().map(|part| i64::from(part.quantity)).collect(),
                _ => parts.iter().map(|part| part.amount).collect(),
            };
            let earned = divided(gives, &weights);
            for (place, earned) in chosen.parts.iter().zip(earned) {
                self.by_part[*place] += earned;
            }
        }
        sum.checked_add(gives).ok_or(Overflow)
    }
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
