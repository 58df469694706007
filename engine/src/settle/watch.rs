//! Running totals of which something comes once they pass a level. A commit either puts the job that looks at it, or is
//! guarded to pass none, so that of two commits at once the one that passes it knows.

use crate::{
    Engine, Error,
    ports::{Job, JobKind, Rulebook, Standing, TotalChange, TotalGuard, TotalKey, TotalOf},
};
use commission::Counted;
use program::{Enrollment, Milestone, Reward, terms_in_force};
use std::collections::BTreeMap;
use words::{Day, Instant, JobId, Window};

/// Where something comes of a total.
pub(crate) enum Levels {
    /// From each of these on, ascending.
    At(Vec<i64>),
    /// Whenever as much has come together again, at most so often.
    Every { much: i64, times: u32 },
}

impl Levels {
    /// The least and the most that lie between the same levels as `total`.
    fn around(&self, total: i64) -> (i64, i64) {
        match self {
            Levels::At(levels) => {
                let least = levels.iter().rfind(|level| **level <= total);
                let next = levels.iter().find(|level| **level > total);
                (least.copied().unwrap_or(i64::MIN), next.map_or(i64::MAX, |next| next - 1))
            }
            Levels::Every { much, times } => {
                let reached = (total.max(0) / much).min(i64::from(*times));
                let least = if reached == 0 { i64::MIN } else { reached.saturating_mul(*much) };
                let is_last = reached == i64::from(*times);
                let next = (reached + 1).saturating_mul(*much);
                (least, if is_last { i64::MAX } else { next - 1 })
            }
        }
    }
}

/// What looks at a total once it passes a level.
pub(crate) struct Watch {
    pub key: TotalKey,
    pub levels: Levels,
    pub kind: JobKind,
}

/// What a commit that changes totals has to do about those that are watched.
#[derive(Default)]
pub(crate) struct Watched {
    pub guards: Vec<TotalGuard>,
    pub jobs: Vec<Job>,
}

impl Engine {
    /// The jobs that look at what the totals pass, and guards that they pass nothing else.
    pub(crate) async fn watched(
        &self,
        rulebook: &Rulebook,
        standings: &[Standing],
        totals: &[TotalChange],
    ) -> Result<Watched, Error> {
        let mut watches: Vec<_> = watches(rulebook, standings, totals, self.now())
            .into_iter()
            .map(|watch| (delta(totals, &watch.key), watch))
            .filter(|(delta, _)| *delta != 0)
            .collect();
        if watches.is_empty() {
            return Ok(Watched::default());
        }
        let keys: Vec<_> = watches.iter().map(|(_, watch)| watch.key).collect();
        let held = self.book().totals(&keys).await?;
        let (mut watched, mut kinds) = (Watched::default(), Vec::new());
        for ((delta, watch), before) in watches.drain(..).zip(held) {
            let (least, most) = watch.levels.around(before);
            if (least..=most).contains(&before.saturating_add(delta)) {
                let least = least.max(least.saturating_sub(delta));
                let most = most.min(most.saturating_sub(delta));
                watched.guards.push(TotalGuard { key: watch.key, least, most });
            } else if !kinds.contains(&watch.kind) {
                kinds.push(watch.kind);
            }
        }
        let (scope, program, now) = (rulebook.program.scope, rulebook.program.id, self.now());
        let job = |kind| {
            let id = JobId::draw(now, self.draw());
            Job { id, scope, program, kind, run_at: now, attempts: 0 }
        };
        watched.jobs = kinds.into_iter().map(job).collect();
        Ok(watched)
    }
}

/// What is watched of that which changes.
fn watches(rulebook: &Rulebook, standings: &[Standing], totals: &[TotalChange], now: Instant) -> Vec<Watch> {
    let program = &rulebook.program;
    let budget = program.budget.iter().flat_map(|budget| {
        let of = TotalOf::Program(program.id);
        windows(totals, (of, Counted::Earned), budget.window).into_keys().map(move |days| Watch {
            key: TotalKey { of, counted: Counted::Earned, days },
            levels: Levels::At(budget.levels().map(|(_, from)| from).to_vec()),
            kind: JobKind::LookAtBudget { day: days.0 },
        })
    });
    let milestones = standings.iter().flat_map(|it| milestones(rulebook, &it.enrollment, totals, now));
    let tiers = standings.iter().flat_map(|it| retroactive_tiers(rulebook, &it.enrollment, totals));
    budget.chain(milestones).chain(tiers).collect()
}

/// The steps of every version that may have priced something of the enrollment.
fn retroactive_tiers(rulebook: &Rulebook, enrollment: &Enrollment, totals: &[TotalChange]) -> Vec<Watch> {
    let of = TotalOf::Enrollment(enrollment.id);
    let mut watches = Vec::new();
    let stayed_in = |group| enrollment.stays.iter().any(|stay| stay.group == group);
    for terms in rulebook.terms.iter().filter(|terms| stayed_in(terms.group)) {
        for (reward, tiers) in terms.retroactive() {
            let counted = Counted::for_tiers(reward, tiers);
            let watch = |days: (Day, Day)| Watch {
                key: TotalKey { of, counted, days },
                levels: Levels::At(tiers.steps.iter().map(|step| step.from).collect()),
                kind: JobKind::PriceTiered { enrollment: enrollment.id, first: days.0, last: days.1 },
            };
            watches.extend(windows(totals, (of, counted), tiers.window).into_keys().map(watch));
        }
    }
    watches
}

/// The milestones of the terms in force for the enrollment.
fn milestones(
    rulebook: &Rulebook,
    enrollment: &Enrollment,
    totals: &[TotalChange],
    now: Instant,
) -> Vec<Watch> {
    let of = TotalOf::Enrollment(enrollment.id);
    let has_milestones = rulebook.terms.iter().any(|terms| terms.milestones().next().is_some());
    if !has_milestones || !totals.iter().any(|change| change.of == of) {
        return Vec::new();
    }
    let Some(terms) = terms_in_force(&rulebook.terms, enrollment, now, now) else { return Vec::new() };
    let watch = |(reward, milestone): (&Reward, &Milestone)| {
        let counted = Counted::for_milestone(milestone);
        let (much, times) = (milestone.at, milestone.times_max(reward.recurrence));
        let watch = |(days, day)| Watch {
            key: TotalKey { of, counted, days },
            levels: Levels::Every { much, times },
            kind: JobKind::LookAtMilestones { enrollment: Some(enrollment.id), day },
        };
        windows(totals, (of, counted), milestone.window).into_iter().map(watch).collect::<Vec<_>>()
    };
    terms.milestones().flat_map(watch).collect()
}

/// The windows in which something of it changes, each with a day on which it does.
fn windows(
    totals: &[TotalChange],
    (of, counted): (TotalOf, Counted),
    window: Window,
) -> BTreeMap<(Day, Day), Day> {
    let own = totals.iter().filter(|change| change.of == of && change.counted == counted);
    own.map(|change| (window.around(change.day), change.day)).collect()
}

fn delta(totals: &[TotalChange], key: &TotalKey) -> i64 {
    let (first, last) = key.days;
    let within = |change: &&TotalChange| {
        change.of == key.of && change.counted == key.counted && (first..=last).contains(&change.day)
    };
    totals.iter().filter(within).fold(0, |sum: i64, change| sum.saturating_add(change.delta))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_levels_nothing_comes_of_a_total() {
        let levels = Levels::At(vec![80, 100]);
        for (total, expected) in [
            (-5, (i64::MIN, 79)),
            (79, (i64::MIN, 79)),
            (80, (80, 99)),
            (99, (80, 99)),
            (100, (100, i64::MAX)),
        ] {
            assert_eq!(levels.around(total), expected, "{total}");
        }
        let levels = Levels::Every { much: 25, times: 2 };
        for (total, expected) in [
            (-30, (i64::MIN, 24)),
            (24, (i64::MIN, 24)),
            (25, (25, 49)),
            (50, (50, i64::MAX)),
            (90, (50, i64::MAX)),
        ] {
            assert_eq!(levels.around(total), expected, "{total} of 25 again");
        }
    }
}
