//! Goes on with whatever a batch has under way.

use super::{Next, Work};
use crate::{Engine, Error, payouts, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::BatchId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct TurnBatch {
    pub batch: BatchId,
}

#[async_trait]
impl Work for TurnBatch {
    fn wait_minutes_max(&self) -> Option<i64> {
        None
    }

    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        let again = payouts::go_on(engine, &server.caller(), self.batch).await?;
        Ok(again.map_or(Next::Done, |at| Next::again(*self, at)))
    }
}
