//! Decides history again under other rules, to see what would change.

use super::{Lane, Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, simulations};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::SimulationId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Simulate {
    pub simulation: SimulationId,
}

#[async_trait]
impl Work for Simulate {
    /// It may take long, and holds nothing else up.
    fn lane(&self) -> Lane {
        Lane::Aside
    }

    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        simulations::run(engine, &server.caller(), self.simulation).await?;
        Ok(Next::Done)
    }
}
