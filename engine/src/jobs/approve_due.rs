//! Approves the program's commissions whose hold has ended.

use super::{MINUTE_MICROS, Next, Work};
use crate::{Engine, Error, commissions, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::Instant;

const APPROVE_EVERY_MINUTES: i64 = 10;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ApproveDue {}

#[async_trait]
impl Work for ApproveDue {
    fn wait_minutes_max(&self) -> Option<i64> {
        Some(APPROVE_EVERY_MINUTES)
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        commissions::approve_due(engine, &server.permit(), job.program).await?;
        Ok(Next::again(*self, next_approval(engine.now())))
    }
}

/// When a program whose holds were looked at is looked at again.
pub(crate) fn next_approval(now: Instant) -> Instant {
    now.plus_micros(APPROVE_EVERY_MINUTES * MINUTE_MICROS)
}
