//! What an event happened to: a noun and its id.

use std::fmt;
use words::{
    BatchId, CodeId, CommissionId, ConversionId, CorrectionId, CustomerId, DealId, DisputeId, EnrollmentId,
    ExternalIdId, GroupId, KeyId, LinkId, MethodId, PartnerId, PolicyId, ProgramId, ReferralId, ReviewId,
    SimulationId, StatementId, SubmissionId, TermsId, TransferId, WorkspaceId,
};

macro_rules! objects {
    ($($(#[doc = $doc:literal])* $variant:ident($id:ty) = $noun:literal;)+) => {
        /// What an event happened to. The id is that of the noun itself where it has one of its own.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Object {
            $($(#[doc = $doc])* $variant($id),)+
        }

        impl Object {
            /// The nouns of all objects.
            pub const NOUNS: &[&str] = &[$($noun),+];

            /// The noun, `link`.
            pub fn noun(self) -> &'static str {
                match self {
                    $(Object::$variant(_) => $noun,)+
                }
            }
        }

        /// The id.
        impl fmt::Display for Object {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Object::$variant(id) => id.fmt(out),)+
                }
            }
        }
    };
}

objects! {
    Workspace(WorkspaceId) = "workspace";
    /// A workspace's daily rates.
    Rates(WorkspaceId) = "rates";
    Key(KeyId) = "key";
    Program(ProgramId) = "program";
    /// A program's budget.
    Budget(ProgramId) = "budget";
    Policy(PolicyId) = "policy";
    Terms(TermsId) = "terms";
    Group(GroupId) = "group";
    Simulation(SimulationId) = "simulation";
    Partner(PartnerId) = "partner";
    Enrollment(EnrollmentId) = "enrollment";
    /// An enrollment's milestones.
    Milestone(EnrollmentId) = "milestone";
    PayoutMethod(MethodId) = "payout_method";
    Link(LinkId) = "link";
    Code(CodeId) = "code";
    Customer(CustomerId) = "customer";
    Referral(ReferralId) = "referral";
    Submission(SubmissionId) = "submission";
    Deal(DealId) = "deal";
    Conversion(ConversionId) = "conversion";
    /// A conversion's decision: there is one at a time.
    Decision(ConversionId) = "decision";
    Correction(CorrectionId) = "correction";
    Review(ReviewId) = "review";
    Commission(CommissionId) = "commission";
    Dispute(DisputeId) = "dispute";
    Statement(StatementId) = "statement";
    Batch(BatchId) = "batch";
    Transfer(TransferId) = "transfer";
    /// Another system's id for one of our objects.
    ExternalId(ExternalIdId) = "external_id";
}
