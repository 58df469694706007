//! Rewards the clicks of each day that has ended since then.

use super::{DAY_MINUTES, JobKind, MINUTE_MICROS, Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, rewards};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::{Instant, Mode};

/// How long after its end a day's clicks are rewarded.
const CLICKS_AFTER_MINUTES: i64 = 10;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct RewardClicks {
    pub since: Instant,
}

#[async_trait]
impl Work for RewardClicks {
    fn wait_minutes_max(&self) -> Option<i64> {
        Some(DAY_MINUTES + CLICKS_AFTER_MINUTES)
    }

    fn begun_by(&self, now: Instant) -> Option<JobKind> {
        Some(Self { since: self.since.min(now) }.into())
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        // Test mode has no clicks that earn anything.
        let since = match job.scope.mode {
            Mode::Test => self.since,
            Mode::Live => rewards::for_clicks(engine, &server.permit(), job.program, self.since).await?,
        };
        Ok(Next::again(Self { since }, next_clicks(engine.now())))
    }
}

/// A day's clicks are rewarded a little after its end, when all of them are on disk.
pub(crate) fn next_clicks(now: Instant) -> Instant {
    now.day().plus_days(1).plus_micros(CLICKS_AFTER_MINUTES * MINUTE_MICROS)
}

/// The day up to which clicks can be rewarded.
pub(crate) fn clicks_until(now: Instant) -> Instant {
    now.plus_micros(-CLICKS_AFTER_MINUTES * MINUTE_MICROS).day()
}
