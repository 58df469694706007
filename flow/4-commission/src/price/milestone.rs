//! The price of a milestone, what of a partner's milestones is to be put right, and under which key each is granted.

use super::{Counted, Line, Price, Total, limits::Limits};
use crate::Commission;
use program::{Budget, Measure, Milestone, Recurrence, Terms};
use words::{Day, Instant};

impl Counted {
    /// What a milestone is reached by.
    pub fn for_milestone(milestone: &Milestone) -> Self {
        match milestone.measure {
            Measure::Revenue => Counted::Revenue,
            Measure::Events => Counted::Events(milestone.of.counted_as()),
        }
    }
}

/// With what the keys begin under which the milestone is granted in the window that begins on a day; the how-manieth time
/// it was reached follows. They do not name the terms: what was reached is not reached again under the next version.
pub fn milestone_keys(milestone: &Milestone, first: Day) -> String {
    let Milestone { window, at, .. } = milestone;
    format!("milestone/{}/{}/{at}/{first}/", Counted::for_milestone(milestone).name(), window.name())
}

/// What is to be done about a milestone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MilestoneStep<'a> {
    /// It was reached for the how-manieth time; with what was granted for it and then taken back, if anything was.
    Reached(u32, Option<&'a Commission>),
    /// It was granted, and is not reached any more.
    Lost(u32, &'a Commission),
}

/// The first difference between what was reached within a window and what was granted for it under the milestone's keys.
/// What a statement shows stays granted.
pub fn milestone_step<'a>(
    milestone: &Milestone,
    recurrence: Recurrence,
    total: i64,
    granted: &'a [Commission],
) -> Option<MilestoneStep<'a>> {
    let times = milestone.times(recurrence, total);
    let time_of = |it: &Commission| it.key.rsplit('/').next().and_then(|time| time.parse::<u32>().ok());
    // Terms that grant it less often take nothing back: only what is not reached any more is lost.
    let ever = i64::from(u32::MAX).min(total.max(0) / milestone.at.max(1));
    let lost = granted.iter().filter(|it| it.share_millionths > 0 && !it.is_frozen()).find_map(|it| {
        time_of(it).filter(|time| i64::from(*time) > ever).map(|time| MilestoneStep::Lost(time, it))
    });
    lost.or_else(|| {
        (1..=times).find_map(|time| {
            let known = granted.iter().find(|it| time_of(it) == Some(time));
            let stands = known.is_some_and(|known| known.share_millionths > 0);
            (!stands).then_some(MilestoneStep::Reached(time, known))
        })
    })
}

/// What reaching a milestone for the `time`th time earns at `at`, which lies within its window.
pub fn price_milestone(
    (terms, budget): (&Terms, Option<&Budget>),
    (milestone, amount): (&Milestone, i64),
    time: u32,
    at: Instant,
    total: &dyn Fn(&Total) -> i64,
) -> Price {
    let mut limits = Limits::new((at, 0), total);
    limits.lines.push(Line::Milestone {
        counted: Counted::for_milestone(milestone),
        window: milestone.window,
        from: milestone.window.around(Day::of(at)).0,
        reached: milestone.at.saturating_mul(i64::from(time)),
        gives: amount,
    });
    let amount = limits.leave(amount, terms, budget, false);
    Price { amount, base: 0, lines: limits.lines, by_part: Vec::new(), relied: limits.relied }
}
