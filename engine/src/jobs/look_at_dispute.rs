//! Reminds of a dispute, or lets its due date decide.

use super::{Next, Work};
use crate::{Engine, Error, disputes, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::DisputeId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LookAtDispute {
    pub dispute: DisputeId,
}

#[async_trait]
impl Work for LookAtDispute {
    fn wait_minutes_max(&self) -> Option<i64> {
        None
    }

    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        disputes::look_at(engine, &server.caller(), self.dispute).await?;
        Ok(Next::Done)
    }
}
