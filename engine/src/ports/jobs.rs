//! Jobs: work that a commit queues and a worker does later.

use super::{changes::StorageError, lists::Page};
use crate::jobs::JobKind;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::{Instant, JobId, ProgramId, Scope};

/// Work to be done at or after `run_at`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    pub scope: Scope,
    pub program: ProgramId,
    pub kind: JobKind,
    pub run_at: Instant,
    pub attempts: u32,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JobChange {
    Put(Job),
    /// The job must still be there, else the commit is a conflict: someone else did it.
    Done(JobId),
}

/// Work that waits for its time.
#[async_trait]
pub trait Jobs: Send + Sync {
    async fn due_jobs(&self, now: Instant, limit: usize) -> Result<Vec<Job>, StorageError>;

    /// Those that are due later than `after`, in order of id.
    async fn jobs_after(&self, after: Instant, page: Page<JobId>) -> Result<Vec<Job>, StorageError>;
}
