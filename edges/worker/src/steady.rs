//! Whether the wall clock goes on as it should. A clock that was set ahead for a moment must not delete what is kept for
//! days, and one that was set right again must not leave jobs waiting for the wrong time.

use std::time::Duration;
use tokio::time::Instant as Moment;
use words::Instant;

/// The wall clock may differ by this much from the time that has passed; beyond it has stepped.
const STEP_MICROS: i64 = 60_000_000;
/// What is dated is deleted only by a clock that has gone on evenly for this long.
const EVEN_BEFORE_DELETING: Duration = Duration::from_secs(600);
/// Jobs wait this long after a step ahead: a clock set wrong for a moment is mostly set right soon.
const JOBS_AFTER_STEP: Duration = Duration::from_secs(60);

pub(crate) struct Steady {
    /// The wall clock at the last step, and when that was.
    wall: Instant,
    since: Moment,
    /// Whether the last step led ahead.
    went_ahead: bool,
}

impl Steady {
    pub(crate) fn begin(wall: Instant) -> Self {
        Self { wall, since: Moment::now(), went_ahead: false }
    }

    /// Compares the clocks. After a step it answers by how many microseconds.
    pub(crate) fn look(&mut self, wall: Instant) -> Option<i64> {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        let step = wall.micros_since(self.wall.plus_micros(passed));
        if step.saturating_abs() <= STEP_MICROS {
            return None;
        }
        *self = Self { wall, since: Moment::now(), went_ahead: step > 0 };
        Some(step)
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
        let mut steady = Steady::begin(wall);
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
}
