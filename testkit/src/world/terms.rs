//! Terms written as people say them: `world.terms(&group).percent(20).one_time().hold_days(30)`.

use program::{Cap, Event, Limit, Recurrence, Reward, RewardAmount, Terms};
use words::Rate;

/// Changes the sale reward of terms, or what surrounds it. A fresh `World::terms` pays 20 % of the
/// first sale and holds it for no day.
pub trait TermsWith: Sized {
    /// `percent` of each rewarded sale.
    fn percent(self, percent: u32) -> Self;
    /// A flat amount, in minor units, for each rewarded sale.
    fn flat(self, amount: i64) -> Self;
    /// Only the first sale is rewarded.
    fn one_time(self) -> Self;
    /// Every sale is rewarded, as far as `limit` reaches.
    fn recurring(self, limit: Limit) -> Self;
    /// A customer's first lead earns a flat amount, in minor units, besides.
    fn lead(self, amount: i64) -> Self;
    fn hold_days(self, days: u32) -> Self;
    /// At most this much a calendar month, in minor units.
    fn monthly_cap(self, amount: i64) -> Self;
    fn version(self, version: u32) -> Self;
}

impl TermsWith for Terms {
    fn percent(mut self, percent: u32) -> Self {
        let rate = Rate::from_millionths(percent * 10_000);
        sale_reward(&mut self).amount = RewardAmount::Percent { rate };
        self
    }

    fn flat(mut self, amount: i64) -> Self {
        sale_reward(&mut self).amount = RewardAmount::Flat { amount };
        self
    }

    fn one_time(mut self) -> Self {
        sale_reward(&mut self).recurrence = Recurrence::OneTime;
        self
    }

    fn recurring(mut self, limit: Limit) -> Self {
        sale_reward(&mut self).recurrence = Recurrence::Recurring { limit };
        self
    }

    fn lead(mut self, amount: i64) -> Self {
        self.rewards.retain(|reward| reward.event != Event::Lead);
        let amount = RewardAmount::Flat { amount };
        self.rewards.push(Reward::plain(Event::Lead, amount, Recurrence::OneTime));
        self
    }

    fn hold_days(self, days: u32) -> Self {
        Terms { hold_days: days, ..self }
    }

    fn monthly_cap(self, amount: i64) -> Self {
        Terms { caps: vec![Cap::monthly(amount)], ..self }
    }

    fn version(self, version: u32) -> Self {
        Terms { version, ..self }
    }
}

fn sale_reward(terms: &mut Terms) -> &mut Reward {
    let place = terms.rewards.iter().position(|reward| reward.event == Event::Sale);
    let place = place.unwrap_or_else(|| {
        let amount = RewardAmount::Percent { rate: Rate::from_millionths(200_000) };
        terms.rewards.push(Reward::plain(Event::Sale, amount, Recurrence::OneTime));
        terms.rewards.len() - 1
    });
    &mut terms.rewards[place]
}
