//! Settles what was recorded before something that decides or prices it was known.

use super::{Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, settle};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use settlement::Reopen;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SettleProgram {}

#[async_trait]
impl Work for SettleProgram {
    fn merges(&self) -> bool {
        true
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        settle::program(engine, &server.permit(), job.program, Reopen::Nothing).await?;
        Ok(Next::Done)
    }
}
