//! Settles one customer, to whom evidence came without an event.

use super::{Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, settle};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::CustomerId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SettleCustomer {
    pub customer: CustomerId,
}

#[async_trait]
impl Work for SettleCustomer {
    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        settle::customer(engine, &server.caller(), job.program, self.customer).await?;
        Ok(Next::Done)
    }
}
