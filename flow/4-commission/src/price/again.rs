//! A recorded price, made again: from the credit, the version of the terms that it names, and what its lines say of running
//! totals, which are not known any more.

use super::{Counted, Credit, Line, Price, Priors, Reckoned, Total, divided, whole};
use program::{CapScope, Measure, RewardAmount, Terms};
use words::{Day, Window};

/// Totals that are tried for one price at most; a price under terms with more than these is taken as it is.
const TRIED_MAX: usize = 4_096;
/// Less than any step of tiers begins at.
const BELOW_ALL: i64 = i64::MIN / 4;

/// Running totals of one kind: what is counted, within which window, and whether all of it or what came before.
type Key = (Counted, Window, bool);

/// Whether the price follows from the credit under the terms, with one of the priors. Exact are the parts, rewards, rates,
/// shares and sums; how far tiers had been reached and what caps and the budget had left is taken from the price's own lines,
/// and only has to be possible.
pub fn comes_out_again(
    recorded: &Price,
    terms: Option<&Terms>,
    credit: &Credit<'_>,
    priors: impl IntoIterator<Item = Priors>,
) -> bool {
    if recorded.base != credit.base() {
        return false;
    }
    let keys = terms.map_or_else(Vec::new, |terms| tiered(terms, credit));
    let tried: Vec<_> = keys.iter().map(|key| reached(*key, terms, credit, recorded)).collect();
    let count = tried.iter().fold(1usize, |count, tried| count.saturating_mul(tried.len()));
    if count > TRIED_MAX {
        return true;
    }
    priors.into_iter().any(|priors| {
        (0..count).any(|number| {
            let totals = chosen(&keys, &tried, number);
            is_price(recorded, terms, (credit, priors), &totals)
        })
    })
}

/// One of all ways to choose a value for each key.
fn chosen(keys: &[Key], tried: &[Vec<i64>], number: usize) -> Vec<(Key, i64)> {
    let mut rest = number;
    let of = |(key, tried): (&Key, &Vec<i64>)| {
        let value = tried[rest % tried.len()];
        rest /= tried.len();
        (*key, value)
    };
    keys.iter().zip(tried).map(of).collect()
}

fn is_price(
    recorded: &Price,
    terms: Option<&Terms>,
    (credit, priors): (&Credit<'_>, Priors),
    totals: &[(Key, i64)],
) -> bool {
    let day = Day::of(credit.occurred_at);
    let total = |total: &Total| {
        let is_whole = total.reckoned == Reckoned::Whole;
        let is_meant = |((counted, window, whole), _): &&(Key, i64)| {
            (*counted, window.around(day), *whole) == (total.counted, total.days, is_whole)
        };
        let held = totals.iter().find(is_meant).map_or(BELOW_ALL, |(_, held)| *held);
        if is_whole { held.saturating_sub(credit.adds(total.counted)) } else { held }
    };
    let Ok(priced) = whole(terms, credit, priors, &total) else { return false };
    let (body, limits) = split(&recorded.lines);
    body == priced.limits.lines
        && after_limits(priced.amount, limits, terms, credit) == Some(recorded.amount)
        && divided(recorded.amount, &priced.by_part) == recorded.by_part
}

/// The lines of the arithmetic, and those of caps and the budget, which come last.
fn split(lines: &[Line]) -> (&[Line], &[Line]) {
    let is_limit = |line: &Line| matches!(line, Line::Cap { .. } | Line::Budget { .. });
    lines.split_at(lines.iter().position(is_limit).unwrap_or(lines.len()))
}

/// What the lines of caps and the budget leave; none where no cap of the terms says so.
fn after_limits(whole: i64, limits: &[Line], terms: Option<&Terms>, credit: &Credit<'_>) -> Option<i64> {
    let mut caps = terms.map_or(&[][..], |terms| &terms.caps).iter();
    let (mut amount, mut is_last) = (whole, false);
    for line in limits {
        let (left, gives) = match *line {
            Line::Cap { per, window, cap, left, gives } if !is_last => {
                let has_customer = credit.event.is_of_customer();
                let is_open = per == CapScope::Partner || has_customer;
                caps.find(|it| is_open && (it.per, it.window, it.amount) == (per, window, cap))?;
                (left, gives)
            }
            Line::Budget { left, gives, .. } if !is_last => {
                is_last = true;
                (left, gives)
            }
            _ => return None,
        };
        if gives != left || !(0..amount).contains(&gives) {
            return None;
        }
        amount = gives;
    }
    Some(amount)
}

/// The totals that rewards with tiers ask for.
fn tiered(terms: &Terms, credit: &Credit<'_>) -> Vec<Key> {
    let rewards = credit.rewards_of(terms);
    let keys = rewards.iter().filter_map(|(_, reward)| {
        let tiers = reward.tiers.as_ref()?;
        Some((Counted::for_tiers(reward, tiers), tiers.window, tiers.retroactive))
    });
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The totals of a kind between which a price may differ: those at which a step begins, and what the lines say was left
/// until one did.
fn reached(
    (counted, window, retroactive): Key,
    terms: Option<&Terms>,
    credit: &Credit<'_>,
    recorded: &Price,
) -> Vec<i64> {
    let mut reached = vec![BELOW_ALL];
    let rewards = terms.map_or_else(Vec::new, |terms| credit.rewards_of(terms));
    let cut = |line: &Line| match line {
        Line::Percent { of, .. } => Some(*of),
        _ => None,
    };
    let cuts: Vec<_> = recorded.lines.iter().filter_map(cut).collect();
    for (_, reward) in rewards {
        let Some(tiers) =
            reward.tiers.as_ref().filter(|it| (it.window, it.retroactive) == (window, retroactive))
        else {
            continue;
        };
        if Counted::for_tiers(reward, tiers) != counted {
            continue;
        }
        for step in &tiers.steps {
            let is_cut = matches!(
                (tiers.measure, reward.amount, retroactive),
                (Measure::Revenue, RewardAmount::Percent { .. }, false)
            );
            match tiers.measure {
                Measure::Events if !retroactive => reached.push(step.from - 1),
                _ => reached.push(step.from),
            }
            if is_cut {
                reached.extend(cuts.iter().map(|of| step.from - of));
            }
        }
    }
    reached.sort_unstable();
    reached.dedup();
    reached
}
