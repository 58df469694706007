//! Steps of other stages as events: one match for each sort of step.

use crate::{
    BatchChanged, BudgetReached, CommissionReviewed, DisputeChanged, EnrollmentChanged, Event,
    RefundRecorded, RefundWaiting, ReviewChanged, SubmissionChanged, TransferReported,
};
use commission::{DisputeMove, Verdict};
use conversion::{Kind, ReviewStatus};
use payout::{BatchStep, TransferStatus};
use program::{BudgetLevel, Step};
use referral::SubmissionStatus;

impl Event {
    pub fn of_step(step: Step, body: EnrollmentChanged) -> Event {
        match step {
            Step::Apply => Event::EnrollmentApplied(body),
            Step::Invite => Event::EnrollmentInvited(body),
            Step::Accept => Event::EnrollmentAccepted(body),
            Step::Approve => Event::EnrollmentApproved(body),
            Step::Reject => Event::EnrollmentRejected(body),
            Step::Suspend => Event::EnrollmentSuspended(body),
            Step::Reinstate => Event::EnrollmentReinstated(body),
            Step::Ban => Event::EnrollmentBanned(body),
            Step::Leave => Event::EnrollmentLeft(body),
        }
    }

    pub fn of_budget(level: BudgetLevel, body: BudgetReached) -> Event {
        match level {
            BudgetLevel::Warned => Event::BudgetWarned(body),
            BudgetLevel::Spent => Event::BudgetSpent(body),
        }
    }

    pub fn of_submission(body: SubmissionChanged) -> Event {
        match body.status {
            SubmissionStatus::Submitted => Event::SubmissionSubmitted(body),
            SubmissionStatus::Accepted => Event::SubmissionAccepted(body),
            SubmissionStatus::Rejected => Event::SubmissionRejected(body),
        }
    }

    /// A refund, a chargeback or a reversal; none for what takes nothing back and gives nothing back.
    pub fn of_refund(kind: Kind, body: RefundRecorded) -> Option<Event> {
        match kind {
            Kind::Refund => Some(Event::RefundRecorded(body)),
            Kind::Chargeback => Some(Event::ChargebackRecorded(body)),
            Kind::RefundReversal => Some(Event::RefundReversalRecorded(body)),
            Kind::ChargebackReversal => Some(Event::ChargebackReversalRecorded(body)),
            Kind::Lead | Kind::Stage | Kind::Sale => None,
        }
    }

    /// The same while it waits.
    pub fn of_waiting_refund(kind: Kind, body: RefundWaiting) -> Option<Event> {
        match kind {
            Kind::Refund => Some(Event::RefundWaiting(body)),
            Kind::Chargeback => Some(Event::ChargebackWaiting(body)),
            Kind::RefundReversal => Some(Event::RefundReversalWaiting(body)),
            Kind::ChargebackReversal => Some(Event::ChargebackReversalWaiting(body)),
            Kind::Lead | Kind::Stage | Kind::Sale => None,
        }
    }

    pub fn of_review(body: ReviewChanged) -> Event {
        match body.status {
            ReviewStatus::Open => Event::ReviewOpened(body),
            ReviewStatus::Accepted | ReviewStatus::Dismissed | ReviewStatus::Settled => {
                Event::ReviewClosed(body)
            }
        }
    }

    pub fn of_verdict(verdict: &Verdict, body: CommissionReviewed) -> Event {
        match verdict {
            Verdict::Approve => Event::CommissionApproved(body),
            Verdict::Decline { .. } => Event::CommissionDeclined(body),
            Verdict::Reinstate => Event::CommissionReinstated(body),
        }
    }

    pub fn of_dispute(did: DisputeMove, body: DisputeChanged) -> Event {
        match did {
            DisputeMove::Opened => Event::DisputeOpened(body),
            DisputeMove::Asked => Event::DisputeAsked(body),
            DisputeMove::Answered => Event::DisputeAnswered(body),
            DisputeMove::Upheld => Event::DisputeUpheld(body),
            DisputeMove::Rejected => Event::DisputeRejected(body),
            DisputeMove::Withdrawn => Event::DisputeWithdrawn(body),
        }
    }

    pub fn of_batch(step: &BatchStep, body: BatchChanged) -> Event {
        match step {
            BatchStep::Submit => Event::BatchSubmitted(body),
            BatchStep::Approve => Event::BatchApproved(body),
            BatchStep::SendBack => Event::BatchSentBack(body),
            BatchStep::HandOver(_) => Event::BatchHandedOver(body),
            BatchStep::Cancel { .. } => Event::BatchCanceled(body),
        }
    }

    /// None before anybody was asked to pay: nothing is reported of such a transfer.
    pub fn of_transfer(status: TransferStatus, body: TransferReported) -> Option<Event> {
        match status {
            TransferStatus::HandedOver => Some(Event::TransferHandedOver(body)),
            TransferStatus::Unknown => Some(Event::TransferUnknown(body)),
            TransferStatus::Settled => Some(Event::TransferSettled(body)),
            TransferStatus::Failed => Some(Event::TransferFailed(body)),
            TransferStatus::Returned => Some(Event::TransferReturned(body)),
            TransferStatus::Intended | TransferStatus::Canceled => None,
        }
    }
}
