//! Closes the program's statements of each period that ended since then.

use super::{DAY_MINUTES, JobKind, Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, statements};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::{Instant, Mode};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CloseStatements {
    pub since: Instant,
}

#[async_trait]
impl Work for CloseStatements {
    fn wait_minutes_max(&self) -> Option<i64> {
        Some(DAY_MINUTES)
    }

    fn begun_by(&self, now: Instant) -> Option<JobKind> {
        Some(Self { since: self.since.min(now) }.into())
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        // In test mode the merchant closes statements by hand.
        let since = match job.scope.mode {
            Mode::Test => self.since,
            Mode::Live => statements::close_ended(engine, &server.permit(), job.program, self.since).await?,
        };
        Ok(Next::again(Self { since }, next_close(engine.now())))
    }
}

/// Periods that have ended are looked for at the beginning of each day.
pub(crate) fn next_close(now: Instant) -> Instant {
    now.day().plus_days(1)
}
