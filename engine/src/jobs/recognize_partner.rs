//! Settles the customers who were ever known as the partner is now.

use super::{Next, Work};
use crate::{Engine, Error, known_as, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::PartnerId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct RecognizePartner {
    pub partner: PartnerId,
}

#[async_trait]
impl Work for RecognizePartner {
    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        known_as::recognize_partner(engine, &server.caller(), job.program, self.partner).await?;
        Ok(Next::Done)
    }
}
