//! Rewards the recruiter of an enrollment for its progress and for what it earned on the day.

use super::{Next, Work};
use crate::{Engine, Error, permit::Server, ports::Job, rewards};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::{EnrollmentId, Instant};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct RewardRecruiter {
    pub enrollment: EnrollmentId,
    pub day: Instant,
}

#[async_trait]
impl Work for RewardRecruiter {
    fn merges(&self) -> bool {
        true
    }

    async fn run(&self, engine: &Engine, server: Server, _: &Job) -> Result<Next, Error> {
        rewards::for_recruiter(engine, &server.permit(), self.enrollment, self.day).await?;
        Ok(Next::Done)
    }
}
