//! Settles everything that occurred since then again, what statements show included.

use super::{Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, settle};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::Instant;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct DecideAnew {
    pub since: Instant,
}

#[async_trait]
impl Work for DecideAnew {
    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        settle::decide_anew(engine, &server.permit(), job.program, self.since).await?;
        Ok(Next::Done)
    }
}
