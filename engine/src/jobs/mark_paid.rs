//! Marks the commissions of a statement as paid, or as not paid any more.

use super::{Next, Work};
use crate::{Engine, Error, payouts, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::StatementId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct MarkPaid {
    pub statement: StatementId,
}

#[async_trait]
impl Work for MarkPaid {
    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        payouts::mark_paid(engine, &server.caller(), self.statement).await?;
        Ok(Next::Done)
    }
}
