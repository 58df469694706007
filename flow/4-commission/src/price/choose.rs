//! Which rewards are given for which parts of a sale: what the strategy makes of those that match.

use super::Credit;
use program::{Circumstances, Part, Reward, Strategy};
use words::Overflow;

/// A reward with the places of the parts that it is given for.
pub(super) struct Chosen<'a> {
    /// Of the reward in the terms, from 1.
    pub place: usize,
    pub reward: &'a Reward,
    pub parts: Vec<usize>,
}

/// Says what a reward would give for parts.
type Gives<'a> = &'a dyn Fn(&Reward, &[Part<'_>]) -> Result<i64, Overflow>;

/// The rewards that are given, in the order of the terms. `gives` says what one would give for parts.
pub(super) fn choose<'a>(
    open: &[(usize, &'a Reward)],
    strategy: Strategy,
    circumstances: &Circumstances<'_>,
    credit: &Credit<'_>,
    gives: Gives<'_>,
) -> Result<Vec<Chosen<'a>>, Overflow> {
    // Unless a reward asks about parts, all of them are judged as one.
    let whole: Vec<usize> = (0..credit.parts.len()).collect();
    let judged: Vec<Vec<usize>> = if open.iter().any(|(_, reward)| reward.is_of_parts()) {
        whole.iter().map(|place| vec![*place]).collect()
    } else {
        vec![whole]
    };
    let mut chosen: Vec<Chosen<'a>> =
        open.iter().map(|(place, reward)| Chosen { place: *place, reward, parts: Vec::new() }).collect();
    for places in judged {
        let parts: Vec<_> = places.iter().map(|place| credit.parts[*place]).collect();
        let Some(first) = parts.first() else { continue };
        let mut matching = Vec::new();
        for (number, (_, reward)) in open.iter().enumerate() {
            if let Some(conditions) = reward.matches(circumstances, first) {
                matching.push((number, conditions, gives(reward, &parts)?));
            }
        }
        // The first of equal ones: the greatest is looked for from behind.
        let given: Vec<usize> = match strategy {
            Strategy::FirstMatch => matching.first().map(|it| it.0).into_iter().collect(),
            Strategy::MostSpecific => {
                matching.iter().rev().max_by_key(|it| it.1).map(|it| it.0).into_iter().collect()
            }
            Strategy::Highest => {
                matching.iter().rev().max_by_key(|it| it.2).map(|it| it.0).into_iter().collect()
            }
            Strategy::Stack { .. } => matching.iter().map(|it| it.0).collect(),
        };
        for number in given {
            chosen[number].parts.extend(&places);
        }
    }
    chosen.retain(|chosen| !chosen.parts.is_empty());
    Ok(chosen)
}
