//! Grants what an enrollment, or each of the program, has reached within the windows around the day.

use super::{Next, Work};
use crate::{Engine, Error, milestones, permit::Server, ports::Job};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::{Day, EnrollmentId};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LookAtMilestones {
    pub enrollment: Option<EnrollmentId>,
    pub day: Day,
}

#[async_trait]
impl Work for LookAtMilestones {
    fn merges(&self) -> bool {
        true
    }

    async fn run(&self, engine: &Engine, server: Server, job: &Job) -> Result<Next, Error> {
        milestones::look_at(engine, &server.caller(), job.program, (self.enrollment, self.day)).await?;
        Ok(Next::Done)
    }
}
