//! Running totals that trigger something once they pass a level. A commit either queues the work that looks at the total,
//! or is guarded to pass no level, so that of two commits at once the one that passes it knows.

use crate::{EnrollmentSnapshot, Rulebook, TotalChange, TotalGuard, TotalKey, TotalOf};
use commission::Counted;
use program::{Enrollment, terms_in_force};
use std::collections::BTreeMap;
use words::{Day, EnrollmentId, Instant, Window};

/// What to look at once a total passes a level.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LookAt {
    /// The program's budget in the window around the day.
    Budget { day: Day },
    /// The enrollment's milestones in the windows around the day.
    Milestones { enrollment: EnrollmentId, day: Day },
    /// What retroactive tiers gave the enrollment from the first to the last day.
    Tiers { enrollment: EnrollmentId, first: Day, last: Day },
}

/// A total that changes and has levels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Watch {
    pub key: TotalKey,
    /// What to look at if the change passes a level.
    pub look_at: LookAt,
    levels: Levels,
    delta: i64,
}

impl Watch {
    /// What must hold of the stored total, `held` now, so that the change passes no level. None if it passes one.
    pub fn guard(&self, held: i64) -> Option<TotalGuard> {
        let (least, most) = self.levels.around(held);
        let stays = (least..=most).contains(&held.saturating_add(self.delta));
        stays.then(|| TotalGuard {
            key: self.key,
            least: least.max(least.saturating_sub(self.delta)),
            most: most.min(most.saturating_sub(self.delta)),
        })
    }
}

/// Where a total triggers something.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Levels {
    /// From each of these on, ascending.
    At(Vec<i64>),
    /// Each time another `much` has come together, at most `times` times.
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

/// The changed totals that have levels: the budget's, milestones and retroactive tiers.
pub fn watches(
    rulebook: &Rulebook,
    snapshots: &[EnrollmentSnapshot],
    totals: &[TotalChange],
    now: Instant,
) -> Vec<Watch> {
    let milestones = snapshots.iter().flat_map(|it| milestones(rulebook, &it.enrollment, totals, now));
    let tiers = snapshots.iter().flat_map(|it| retroactive_tiers(rulebook, &it.enrollment, totals));
    let watches = budget(rulebook, totals).into_iter().chain(milestones).chain(tiers);
    watches.filter(|watch| watch.delta != 0).collect()
}

/// The windows of the program's budget.
fn budget(rulebook: &Rulebook, totals: &[TotalChange]) -> Vec<Watch> {
    let Some(budget) = &rulebook.program.budget else { return Vec::new() };
    let changed = Changing { totals, of: TotalOf::Program(rulebook.program.id), counted: Counted::Earned };
    let levels = Levels::At(budget.levels().map(|(_, from)| from).to_vec());
    let watch = |days: (Day, Day)| changed.watch(days, levels.clone(), LookAt::Budget { day: days.0 });
    changed.windows(budget.window).into_keys().map(watch).collect()
}

/// The steps of every version that may have priced something of the enrollment.
fn retroactive_tiers(rulebook: &Rulebook, enrollment: &Enrollment, totals: &[TotalChange]) -> Vec<Watch> {
    let (of, enrolled) = (TotalOf::Enrollment(enrollment.id), enrollment.id);
    let mut watches = Vec::new();
    let stayed_in = |group| enrollment.stays.iter().any(|stay| stay.group == group);
    for terms in rulebook.terms.iter().filter(|terms| stayed_in(terms.group)) {
        for (reward, tiers) in terms.retroactive() {
            let changed = Changing { totals, of, counted: Counted::for_tiers(reward, tiers) };
            let levels = Levels::At(tiers.steps.iter().map(|step| step.from).collect());
            for (first, last) in changed.windows(tiers.window).into_keys() {
                let look_at = LookAt::Tiers { enrollment: enrolled, first, last };
                watches.push(changed.watch((first, last), levels.clone(), look_at));
            }
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

    let mut watches = Vec::new();
    for (reward, milestone) in terms.milestones() {
        let changed = Changing { totals, of, counted: Counted::for_milestone(milestone) };
        let levels = Levels::Every { much: milestone.at, times: milestone.times_max(reward.recurrence) };
        for (days, day) in changed.windows(milestone.window) {
            let look_at = LookAt::Milestones { enrollment: enrollment.id, day };
            watches.push(changed.watch(days, levels.clone(), look_at));
        }
    }
    watches
}

/// What changes of one total.
struct Changing<'a> {
    totals: &'a [TotalChange],
    of: TotalOf,
    counted: Counted,
}

impl Changing<'_> {
    fn own(&self) -> impl Iterator<Item = &TotalChange> {
        self.totals.iter().filter(|change| change.of == self.of && change.counted == self.counted)
    }

    /// The windows that contain a change, each with the day of one.
    fn windows(&self, window: Window) -> BTreeMap<(Day, Day), Day> {
        self.own().map(|change| (window.around(change.day), change.day)).collect()
    }

    fn watch(&self, days: (Day, Day), levels: Levels, look_at: LookAt) -> Watch {
        let within = |change: &&TotalChange| (days.0..=days.1).contains(&change.day);
        let changed = self.own().filter(within);
        let delta = changed.fold(0, |sum: i64, change| sum.saturating_add(change.delta));
        Watch { key: TotalKey { of: self.of, counted: self.counted, days }, look_at, levels, delta }
    }
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
