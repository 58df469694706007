//! Declines what a banned enrollment has pending.

use super::{Next, Work};
use crate::{Engine, Error, commissions, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::EnrollmentId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct DeclinePending {
    pub enrollment: EnrollmentId,
}

#[async_trait]
impl Work for DeclinePending {
    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        commissions::decline_pending(engine, &server.permit(), self.enrollment).await?;
        Ok(Next::Done)
    }
}
