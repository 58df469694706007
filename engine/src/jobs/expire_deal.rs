//! Ends a deal's protection.

use super::{Next, Work};
use crate::{Engine, Error, deals, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::DealId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ExpireDeal {
    pub deal: DealId,
}

#[async_trait]
impl Work for ExpireDeal {
    fn wait_minutes_max(&self) -> Option<i64> {
        None
    }

    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        deals::expire(engine, &server.caller(), self.deal).await?;
        Ok(Next::Done)
    }
}
