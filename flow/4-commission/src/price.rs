//! Pricing one credit under the terms: the rewards that match, what the program's strategy makes of several, arithmetic
//! line by line, rounded half-even once per line, and caps. Running totals are arguments; what the price relied on of them
//! is part of the answer, so that a commit can refuse one that was overtaken.

mod asked;
mod choose;
mod clicks;
mod line;
mod partner;

pub use asked::{circumstances_of, parts_of};
pub use clicks::{DayOfClicks, price_clicks};
pub use line::{Line, NoReward};
pub use partner::{Brought, price_partner};

use choose::{Chosen, choose};
use conversion::Share;
use program::{
    Budget, CapScope, Circumstances, Event, Limit, Measure, Part, Recurrence, Reward, RewardAmount, Strategy,
    Terms,
};
use serde::{Deserialize, Serialize};
use words::{Currency, Day, Instant, MILLION, Money, Overflow, Window, proportion, split};

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
}

impl Credit<'_> {
    fn millionths(&self) -> u32 {
        self.shares.get(self.place).map_or(0, |share| share.millionths)
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

    fn months_at(self, at: Instant) -> u32 {
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
}

/// A total with the bounds between which the price would have been the same.
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
    let base = credit.part_of(credit.amount.map_or(0, |money| money.amount));
    let nothing = |because| {
        let lines = vec![Line::Nothing { because }];
        Ok(Price { amount: 0, base, lines, by_part: Vec::new(), relied: Vec::new() })
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
    let mut pricing = Pricing { credit, total, lines: Vec::new(), by_part: Vec::new(), relied: Vec::new() };
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
    let named = rewards.len() > 1;
    let mut amount = 0;
    for chosen in &chosen {
        amount = pricing.add(amount, chosen, named)?;
    }
    if chosen.len() > 1 {
        pricing.lines.push(Line::Sum { gives: amount });
    }
    if let Strategy::Stack { cap: Some(rate) } = terms.strategy
        && let Some(paid) = credit.amount
    {
        let most = paid.at(rate)?.amount;
        if amount > most {
            amount = most;
            pricing.lines.push(Line::StackCap { rate, of: paid.amount, gives: amount });
        }
    }
    if credit.millionths() != MILLION {
        amount = credit.part_of(amount);
        pricing.lines.push(Line::Share { millionths: credit.millionths(), gives: amount });
    }
    amount = pricing.capped(amount, terms);
    if let Some(budget) = budget.filter(|budget| budget.stops) {
        let line = |left, gives| Line::Budget { window: budget.window, budget: budget.amount, left, gives };
        amount = pricing.cut(amount, (Whose::Program, budget.window, budget.amount), &line);
    }
    let by_part = divided(amount, &pricing.by_part);
    Ok(Price { amount, base, lines: pricing.lines, by_part, relied: pricing.relied })
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
    total: &'a dyn Fn(&Total) -> i64,
    lines: Vec<Line>,
    by_part: Vec<i64>,
    relied: Vec<Relied>,
}

impl Pricing<'_, '_> {
    fn within(&self, whose: Whose, counted: Counted, window: Window) -> Total {
        Total { whose, counted, days: window.around(Day::of(self.credit.occurred_at)) }
    }

    /// What the caps leave of it. Those of a customer are for what a customer is known of.
    fn capped(&mut self, amount: i64, terms: &Terms) -> i64 {
        let mut left = amount;
        for cap in &terms.caps {
            let whose = match cap.per {
                CapScope::Partner => Whose::Partner,
                CapScope::Customer if !self.credit.event.is_of_customer() => continue,
                CapScope::Customer => Whose::Customer,
            };
            let line =
                |left, gives| Line::Cap { per: cap.per, window: cap.window, cap: cap.amount, left, gives };
            left = self.cut(left, (whose, cap.window, cap.amount), &line);
        }
        left
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
        let left = (cap - before).max(0);
        if amount <= left {
            self.relied.push(Relied { total, least: i64::MIN, most: cap - amount });
            return amount;
        }
        self.relied.push(Relied { total, least: before, most: before });
        self.lines.push(line(left, left));
        left
    }

    /// What the reward gives for the parts together, with its lines.
    fn gives(&self, reward: &Reward, parts: &[Part<'_>]) -> Result<(i64, Vec<Line>), Overflow> {
        let of = parts.iter().map(|part| part.amount).sum::<i64>();
        let quantity = parts.iter().map(|part| i64::from(part.quantity)).sum::<i64>();
        let Some(tiers) = &reward.tiers else { return self.amount(reward.amount, of, quantity) };
        let counted = match tiers.measure {
            Measure::Revenue => Counted::Revenue,
            Measure::Events => Counted::Events(reward.event.counted_as()),
        };
        let before = (self.total)(&self.within(Whose::Partner, counted, tiers.window));
        let reached = |at: i64| tiers.steps.iter().rfind(|step| step.from <= at).map(|step| step.amount);
        let (Measure::Revenue, RewardAmount::Percent { rate }) = (tiers.measure, reward.amount) else {
            let at = if tiers.measure == Measure::Events { before + 1 } else { before };
            return self.amount(reached(at).unwrap_or(reward.amount), of, quantity);
        };
        // What the sale brings lies between `before` and `before + of`, cut where tiers begin.
        let mut sum = 0;
        let mut lines = Vec::new();
        let (mut from, until) = (before, before.saturating_add(of));
        for step in tiers.steps.iter().map(|step| step.from).chain([i64::MAX]) {
            let end = step.min(until);
            if end <= from && !(of == 0 && lines.is_empty()) {
                continue;
            }
            let rate = match reached(from) {
                Some(RewardAmount::Percent { rate }) => rate,
                _ => rate,
            };
            let of = (end - from).max(0);
            let gives = self.money(of).at(rate)?.amount;
            lines.push(Line::Percent { rate, of, gives });
            sum += gives;
            from = end;
        }
        Ok((sum, lines))
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

    /// Adds what a reward gives to the sum so far.
    fn add(&mut self, sum: i64, chosen: &Chosen<'_>, named: bool) -> Result<i64, Overflow> {
        let parts: Vec<_> = chosen.parts.iter().map(|place| self.credit.parts[*place]).collect();
        let (gives, lines) = self.gives(chosen.reward, &parts)?;
        if named {
            let of = chosen.parts.len() as u32;
            self.lines.push(Line::Reward {
                place: chosen.place as u32,
                parts: of,
                all: self.credit.parts.len() as u32,
            });
        }
        self.lines.extend(lines);
        if let Some(tiers) = &chosen.reward.tiers {
            let counted = match tiers.measure {
                Measure::Revenue => Counted::Revenue,
                Measure::Events => Counted::Events(chosen.reward.event.counted_as()),
            };
            let total = self.within(Whose::Partner, counted, tiers.window);
            let before = (self.total)(&total);
            self.relied.push(Relied { total, least: before, most: before });
        }
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
