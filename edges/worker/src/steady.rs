//! Whether the wall clock goes on as it should. A clock that was set ahead for a moment must not delete what is kept for
//! days, and one that was set right again must not leave jobs waiting for the wrong time.

use std::time::Duration;
use tokio::time::Instant as Moment;
use words::{Instant, MICROS_PER_DAY};

/// The wall clock may differ by this much from the time that has passed; beyond it has stepped.
const STEP_MICROS: i64 = 60_000_000;
/// What is dated is deleted only by a clock that has gone on evenly for this long.
const EVEN_BEFORE_DELETING: Duration = Duration::from_secs(600);
/// Jobs wait this long after a step ahead: a clock set wrong for a moment is mostly set right soon.
const JOBS_AFTER_STEP: Duration = Duration::from_secs(60);
/// At the start the clock may be this much later than whatever the book was told last. Beyond it either nothing happened
/// for long, or the clock is ahead, and jobs wait as after a step.
const QUIET_MICROS: i64 = MICROS_PER_DAY;

pub(crate) struct Steady {
    /// The wall clock at the last step, and when that was.
    wall: Instant,
    since: Moment,
    /// Whether the last step led ahead.
    went_ahead: bool,
    /// Whether there was a step that nobody took.
    stepped: bool,
}

impl Steady {
    /// `last` is a time that has certainly been, if one is known.
    pub(crate) fn begin(wall: Instant, last: Option<Instant>) -> Self {
        let went_ahead = last.is_some_and(|last| wall.micros_since(last) > QUIET_MICROS);
        Self { wall, since: Moment::now(), went_ahead, stepped: false }
    }

    /// Compares the clocks. After a step it answers by how many microseconds.
    pub(crate) fn look(&mut self, wall: Instant) -> Option<i64> {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        let step = wall.micros_since(self.wall.plus_micros(passed));
        if step.saturating_abs() <= STEP_MICROS {
            return None;
        }
        *self = Self { wall, since: Moment::now(), went_ahead: step > 0, stepped: true };
        Some(step)
    }

    /// Whether there was a step since this was last asked.
    pub(crate) fn take_step(&mut self) -> bool {
        std::mem::take(&mut self.stepped)
    }

    pub(crate) fn may_delete(&self) -> bool {
        self.since.elapsed() >= EVEN_BEFORE_DELETING
    }

    pub(crate) fn may_work(&self) -> bool {
        !self.went_ahead || self.since.elapsed() >= JOBS_AFTER_STEP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    #[tokio::test(start_paused = true)]
    async fn a_step_is_noticed_and_nothing_dated_is_deleted_until_the_clock_goes_on_evenly() {
        let mut wall = Instant::from_micros(1_800_000_000_000_000);
        let mut steady = Steady::begin(wall, None);
        assert!(!steady.may_delete() && steady.may_work());
        let pass = async |wall: &mut Instant, seconds: u64| {
            tokio::time::advance(Duration::from_secs(seconds)).await;
            *wall = wall.plus_micros(seconds as i64 * 1_000_000);
        };
        pass(&mut wall, 600).await;
        assert_eq!(steady.look(wall), None);
        assert!(steady.may_delete());

        wall = wall.plus_days(400);
        assert_eq!(steady.look(wall), Some(400 * 24 * HOUR));
        assert!(!steady.may_delete() && !steady.may_work());
        assert!(steady.take_step() && !steady.take_step());
        pass(&mut wall, 4).await;
        wall = wall.plus_days(-400);
        assert_eq!(steady.look(wall), Some(-400 * 24 * HOUR));
        assert!(!steady.may_delete() && steady.may_work(), "right again: jobs go on at once");
        pass(&mut wall, 601).await;
        assert_eq!(steady.look(wall), None);
        assert!(steady.may_delete());

        wall = wall.plus_micros(HOUR);
        steady.look(wall);
        pass(&mut wall, 61).await;
        assert!(steady.may_work(), "a clock that stays ahead is the right one");
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_far_ahead_of_the_book_at_the_start_is_not_believed_at_once() {
        let last = Instant::from_micros(1_800_000_000_000_000);
        assert!(Steady::begin(last.plus_micros(23 * HOUR), Some(last)).may_work(), "a night without a sale");
        assert!(Steady::begin(last.plus_days(-1), Some(last)).may_work(), "behind: nothing is due too early");

        let wall = last.plus_days(400);
        let mut steady = Steady::begin(wall, Some(last));
        assert!(!steady.may_work());
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(!steady.may_work());
        steady.look(last.plus_micros(59_000_000));
        assert!(steady.may_work(), "it was set right");

        let steady = Steady::begin(wall, Some(last));
        tokio::time::advance(Duration::from_secs(60)).await;
        assert!(steady.may_work(), "a server that was off for long");
    }
}
