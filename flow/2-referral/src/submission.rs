//! Lead forms: whoever has a form's address fills it in without log-in. What was submitted, once the merchant accepts
//! it, is evidence for the partner with every customer who has the same e-mail address.

use serde::{Deserialize, Serialize};
use words::{
    CustomerId, EnrollmentId, Instant, Invalid, PartnerId, Personal, ProgramId, Scope, SubmissionId,
};

pub const SUBMISSION_MESSAGE_CHARACTERS_MAX: usize = 2_000;
pub const SUBMISSION_REASON_CHARACTERS_MAX: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionStatus {
    /// The merchant has not looked at it; it is evidence for nothing.
    Submitted,
    Accepted,
    Rejected,
}

impl SubmissionStatus {
    pub const ALL: [SubmissionStatus; 3] =
        [SubmissionStatus::Submitted, SubmissionStatus::Accepted, SubmissionStatus::Rejected];

    pub fn name(self) -> &'static str {
        match self {
            SubmissionStatus::Submitted => "submitted",
            SubmissionStatus::Accepted => "accepted",
            SubmissionStatus::Rejected => "rejected",
        }
    }
}

/// A lead form, filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Submission {
    pub id: SubmissionId,
    pub scope: Scope,
    pub program: ProgramId,
    /// Whose form it was.
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub company: Option<String>,
    /// Name, address and, as notes, the message of whom it is about.
    pub personal: Personal,
    pub status: SubmissionStatus,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// With whom it was found to be evidence, the latest last.
    pub customers: Vec<CustomerId>,
    pub submitted_at: Instant,
    pub changed_at: Instant,
    /// From then on it says of nobody anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Instant>,
}

/// What the merchant does with a submission.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SubmissionStep {
    Accept,
    Reject { reason: String },
}

impl Submission {
    /// After the step, or why it cannot be taken. Either verdict may be changed for the other.
    pub fn stepped(&self, step: &SubmissionStep, at: Instant) -> Result<Submission, Invalid> {
        let (status, reason) = match step {
            SubmissionStep::Accept => (SubmissionStatus::Accepted, None),
            SubmissionStep::Reject { reason } => (SubmissionStatus::Rejected, Some(reason.clone())),
        };
        if self.erased_at.is_some() {
            return Err(Invalid::new("status", "a submission that is not erased"));
        }
        if self.status == status {
            return Err(Invalid::new(
                "status",
                format!("a submission that is not {} already", status.name()),
            ));
        }
        Ok(Submission { status, reason, changed_at: at, ..self.clone() })
    }

    /// It is evidence with this customer.
    pub fn found(mut self, customer: CustomerId) -> Submission {
        self.customers.retain(|known| *known != customer);
        self.customers.push(customer);
        self
    }

    /// Without whom it is about.
    pub fn erased(&self, at: Instant) -> Submission {
        let erased_at = self.erased_at.or(Some(at));
        Submission { company: None, reason: None, personal: Personal::default(), erased_at, ..self.clone() }
    }
}
