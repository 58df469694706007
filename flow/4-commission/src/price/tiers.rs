//! What a reward with tiers gives: step by step as totals grow, or all at the step that the whole of a window reached.

use super::{Counted, Line, Pricing, Reckoned, Relied, Total, Whose};
use program::{Measure, Reward, RewardAmount, Tiers};
use words::Overflow;

impl Counted {
    /// What a reward's tiers are reached by.
    pub fn for_tiers(reward: &Reward, tiers: &Tiers) -> Self {
        match tiers.measure {
            Measure::Revenue => Counted::Revenue,
            Measure::Events => Counted::Events(reward.event.counted_as()),
        }
    }
}

impl Pricing<'_, '_> {
    fn counted(&self, reward: &Reward, tiers: &Tiers) -> Total {
        let total = self.limits.within(Whose::Partner, Counted::for_tiers(reward, tiers), tiers.window);
        let reckoned = if tiers.retroactive { Reckoned::Whole } else { Reckoned::Before };
        Total { reckoned, ..total }
    }

    /// The whole of the window with what is priced.
    fn whole(&self, total: &Total) -> i64 {
        (self.limits.total)(total).saturating_add(self.credit.adds(total.counted))
    }

    /// All at the step that the whole of the window has reached.
    pub(super) fn by_whole(
        &self,
        reward: &Reward,
        tiers: &Tiers,
        of: i64,
        quantity: i64,
    ) -> Result<(i64, Vec<Line>), Overflow> {
        let total = self.counted(reward, tiers);
        let step = tiers.step_at(self.whole(&total));
        let (gives, priced) = self.amount(step.map_or(reward.amount, |step| step.amount), of, quantity)?;
        let said = step.map(|step| Line::Tier {
            counted: total.counted,
            window: tiers.window,
            from: total.days.0,
            step: step.from,
        });
        Ok((gives, said.into_iter().chain(priced).collect()))
    }

    /// What comes next at the step that was reached before it, cut where a percentage of revenue crosses into the next.
    pub(super) fn by_tiers(
        &self,
        reward: &Reward,
        tiers: &Tiers,
        of: i64,
        quantity: i64,
    ) -> Result<(i64, Vec<Line>), Overflow> {
        let before = (self.limits.total)(&self.counted(reward, tiers));
        let reached = |at: i64| tiers.step_at(at).map(|step| step.amount);
        let (Measure::Revenue, RewardAmount::Percent { rate }) = (tiers.measure, reward.amount) else {
            let at = if tiers.measure == Measure::Events { before + 1 } else { before };
            return self.amount(reached(at).unwrap_or(reward.amount), of, quantity);
        };
        if of == 0 {
            return self.amount(reached(before).unwrap_or(reward.amount), of, quantity);
        }
        // What the sale brings lies between `before` and `before + of`, cut where tiers begin.
        let mut sum = 0;
        let mut lines = Vec::new();
        let (mut from, until) = (before, before.saturating_add(of));
        for step in tiers.steps.iter().map(|step| step.from).chain([i64::MAX]) {
            let end = step.min(until);
            if end <= from {
                continue;
            }
            let rate = match reached(from) {
                Some(RewardAmount::Percent { rate }) => rate,
                _ => rate,
            };
            let of = end - from;
            let gives = self.money(of).at(rate)?.amount;
            lines.push(Line::Percent { rate, of, gives });
            sum += gives;
            from = end;
        }
        Ok((sum, lines))
    }

    /// What the reward's tiers have been reached by.
    pub(super) fn rely_on(&mut self, reward: &Reward) {
        let Some(tiers) = &reward.tiers else { return };
        if tiers.retroactive {
            return self.rely_on_whole(reward);
        }
        let total = self.counted(reward, tiers);
        let before = (self.limits.total)(&total);
        self.limits.relied.push(Relied { total, least: before, most: before });
    }

    /// That the whole of the window reaches the same step, where the reward's tiers are retroactive.
    pub(super) fn rely_on_whole(&mut self, reward: &Reward) {
        let Some(tiers) = reward.tiers.as_ref().filter(|tiers| tiers.retroactive) else { return };
        let total = self.counted(reward, tiers);
        let (least, most) = tiers.bounds_at(self.whole(&total));
        self.limits.relied.push(Relied { total, least, most });
    }
}
