//! Prices what retroactive tiers gave the enrollment from the first to the last of some days: another step was reached.

use super::{Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, settle};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::{Day, EnrollmentId};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct PriceTiered {
    pub enrollment: EnrollmentId,
    pub first: Day,
    pub last: Day,
}

#[async_trait]
impl Work for PriceTiered {
    fn merges(&self) -> bool {
        true
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        settle::price_tiered(engine, &server.caller(), job.program, self.enrollment, (self.first, self.last))
            .await?;
        Ok(Next::Done)
    }
}
