//! Goes on settling a customer of whom one commit settled only a part.

use super::{Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, settle};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use settlement::Rest;
use words::CustomerId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SettleRest {
    pub customer: CustomerId,
    pub rest: Rest,
}

#[async_trait]
impl Work for SettleRest {
    fn merges(&self) -> bool {
        true
    }

    fn goes_on(&self) -> bool {
        true
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        settle::go_on(engine, &server.caller(), job.program, self.customer, self.rest).await?;
        Ok(Next::Done)
    }
}
