//! Makes what was submitted in a lead form evidence for the customers who have its address, or withdraws it.

use super::{Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, submissions};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::SubmissionId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct AttachSubmission {
    pub submission: SubmissionId,
}

#[async_trait]
impl Work for AttachSubmission {
    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        submissions::attach(engine, &server.caller(), self.submission).await?;
        Ok(Next::Done)
    }
}
