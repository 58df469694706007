//! Jobs: work that a commit queues and a worker does later.

use super::{changes::StorageError, lists::Page};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use settlement::Rest;
use words::{
    BatchId, CustomerId, Day, DealId, DisputeId, EnrollmentId, Instant, JobId, PartnerId, ProgramId, Scope,
    SimulationId, StatementId, SubmissionId,
};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum JobKind {
    /// Approve the program's commissions whose hold has ended.
    ApproveDue,
    /// Close the program's statements of each period that ended since then.
    CloseStatements { since: Instant },
    /// Reward the clicks of each day that has ended since then.
    RewardClicks { since: Instant },
    /// Reward the recruiter of an enrollment for its progress and for what it earned on the day.
    RewardRecruiter { enrollment: EnrollmentId, day: Instant },
    /// Settle what was recorded before something that decides or prices it was known.
    SettleProgram,
    /// Settle everything that occurred since then again, what statements show included.
    DecideAnew { since: Instant },
    /// End a deal's protection.
    ExpireDeal { deal: DealId },
    /// Settle one customer, to whom evidence came without an event.
    SettleCustomer { customer: CustomerId },
    /// Go on settling a customer of whom one commit settled only a part.
    SettleRest { customer: CustomerId, rest: Rest },
    /// Settle the customers who were ever known as the partner is now.
    RecognizePartner { partner: PartnerId },
    /// Make what was submitted in a lead form evidence for the customers who have its address, or none any more.
    AttachSubmission { submission: SubmissionId },
    /// Remind of a dispute, or let its due date decide.
    LookAtDispute { dispute: DisputeId },
    /// Decide history again under other rules, to see what would change.
    Simulate { simulation: SimulationId },
    /// Go on with whatever a batch has under way.
    TurnBatch { batch: BatchId },
    /// Mark the commissions of a statement as paid, or as not paid any more.
    MarkPaid { statement: StatementId },
    /// Tell the team how far the budget of the window around the day is spent.
    LookAtBudget { day: Day },
    /// Grant what an enrollment, or each of the program, has reached within the windows around the day.
    LookAtMilestones { enrollment: Option<EnrollmentId>, day: Day },
    /// Price what retroactive tiers gave the enrollment from the first to the last of some days: another step was reached.
    PriceTiered { enrollment: EnrollmentId, first: Day, last: Day },
    /// Decline what a banned enrollment has pending.
    DeclinePending { enrollment: EnrollmentId },
}

impl JobKind {
    /// What only looks may take long, and holds nothing else up.
    pub fn only_looks(self) -> bool {
        matches!(self, JobKind::Simulate { .. })
    }

    /// Whether it puts the next part of its work as another job, which need not wait for the next look.
    pub fn goes_on(self) -> bool {
        matches!(self, JobKind::SettleRest { .. })
    }

    /// Whether it is put again and again and ends when it is done, so that several that are due are one piece of work.
    pub fn merges(self) -> bool {
        matches!(
            self,
            JobKind::RewardRecruiter { .. }
                | JobKind::SettleRest { .. }
                | JobKind::SettleProgram
                | JobKind::LookAtBudget { .. }
                | JobKind::LookAtMilestones { .. }
                | JobKind::PriceTiered { .. }
        )
    }
}

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
