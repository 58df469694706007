//! Tells the team how far the budget of the window around the day is spent.

use super::{Next, Work};
use crate::{Engine, Error, budget, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::Day;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LookAtBudget {
    pub day: Day,
}

#[async_trait]
impl Work for LookAtBudget {
    fn merges(&self) -> bool {
        true
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        budget::look_at(engine, &server.caller(), job.program, self.day).await?;
        Ok(Next::Done)
    }
}
