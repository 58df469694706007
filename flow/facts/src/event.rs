//! All kinds of events: the text, the version and the shape of each, and the one place where they are serialized.

use crate::{
    BatchChanged, BatchClosed, BatchLeft, BatchMade, BudgetReached, CodeChanged, CommissionChanged,
    CommissionGranted, CommissionReversed, CommissionReviewed, ConversionRecorded, ConversionRepriced,
    CorrectionChanged, CustomerErased, DealChanged, DealExpired, DealSubmitted, DecisionMade, DisputeChanged,
    DisputeErased, EnrollmentChanged, ExternalIdChanged, Field, GroupChanged, KeyCreated, KeyRevoked,
    KeyRotated, LinkChanged, MilestoneChanged, Object, PartnerEnrolled, PartnerUpdated, PayoutMethodChanged,
    PayoutMethodMarked, PolicyPublished, ProgramChanged, ProgramCreated, RatesEntered, ReferralChanged,
    RefundRecorded, RefundWaiting, ReviewChanged, Shape, SimulationApplied, StatementClosed,
    SubmissionChanged, SubmissionErased, TermsPublished, TransferReported, WorkspaceCreated,
};
use commission::DisputeStatus;
use conversion::ReviewStatus;
use payout::{AccountFault, BatchStatus};
use program::EnrollmentStatus;
use referral::{DealStatus, SubmissionStatus};
use serde::{Serialize, Serializer};
use words::PartnerId;

/// Why a stored event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    #[error("there is no event of kind {0}")]
    Kind(String),
    #[error("version {v} of {kind} is not known")]
    Version { kind: &'static str, v: u16 },
    #[error("{kind}: {why}")]
    Body { kind: &'static str, why: String },
}

/// Declares the kinds: when each is written, its variant, its shape with what its example differs in, text and version.
macro_rules! events {
    ($(
        $(#[doc = $when:literal])+
        $name:ident($shape:ident $({ $($field:ident: $value:expr),+ })?) = $text:literal, $v:literal;
    )+) => {
        /// What happened.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum Event {
            $($(#[doc = $when])+ $name($shape),)+
        }

        /// What sort of event it is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Kind {
            $($name,)+
        }

        impl Event {
            pub fn kind(&self) -> Kind {
                match self {
                    $(Event::$name(_) => Kind::$name,)+
                }
            }

            /// What it happened to.
            pub fn object(&self) -> Object {
                match self {
                    $(Event::$name(body) => body.object(),)+
                }
            }

            /// The partners that the event names, sorted, each once.
            pub fn partners(&self) -> Vec<PartnerId> {
                let mut partners = match self {
                    $(Event::$name(body) => body.partners(),)+
                };
                partners.sort_unstable();
                partners.dedup();
                partners
            }

            /// Reads a body as [`Event`] serializes it. Fails if it is of another version.
            pub fn read(kind: Kind, v: u16, body: &str) -> Result<Event, Unknown> {
                if v != kind.version() {
                    return Err(Unknown::Version { kind: kind.text(), v });
                }
                let unreadable =
                    |fault: serde_json::Error| Unknown::Body { kind: kind.text(), why: fault.to_string() };
                match kind {
                    $(Kind::$name => serde_json::from_str(body).map(Event::$name).map_err(unreadable),)+
                }
            }

            /// One event of each kind, to show.
            pub fn example(kind: Kind) -> Event {
                match kind {
                    $(Kind::$name => Event::$name($shape { $($($field: $value,)+)? ..$shape::example() }),)+
                }
            }
        }

        /// The body.
        impl Serialize for Event {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Event::$name(body) => body.serialize(out),)+
                }
            }
        }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$name),+];

            /// The text, `link.created`.
            pub fn text(self) -> &'static str {
                match self {
                    $(Kind::$name => $text,)+
                }
            }

            /// The version of the body's form; it rises when a reader of the one before could not read it.
            pub fn version(self) -> u16 {
                match self {
                    $(Kind::$name => $v,)+
                }
            }

            /// When it is written.
            pub fn meaning(self) -> String {
                let lines: &[&str] = match self {
                    $(Kind::$name => &[$($when),+],)+
                };
                lines.concat().trim().to_owned()
            }

            pub(crate) fn fields(self) -> Vec<Field> {
                match self {
                    $(Kind::$name => $shape::fields(),)+
                }
            }
        }
    };
}

impl std::str::FromStr for Kind {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Kind, Unknown> {
        let found = Kind::ALL.iter().find(|kind| kind.text() == text);
        found.copied().ok_or_else(|| Unknown::Kind(text.to_owned()))
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.text())
    }
}

events! {
    /// A workspace was created.
    WorkspaceCreated(WorkspaceCreated) = "workspace.created", 1;
    /// Somebody created an API key.
    KeyCreated(KeyCreated) = "key.created", 1;
    /// Somebody replaced an API key by a new one.
    KeyRotated(KeyRotated) = "key.rotated", 1;
    /// Somebody revoked an API key.
    KeyRevoked(KeyRevoked) = "key.revoked", 1;
    /// Somebody entered a daily rate or imported a file of rates; a long file makes several of these.
    RatesEntered(RatesEntered) = "rates.entered", 2;
    /// Somebody created a program.
    ProgramCreated(ProgramCreated) = "program.created", 2;
    /// Somebody changed a program's settings or its logo, or another program became the default.
    ProgramUpdated(ProgramChanged) = "program.updated", 1;
    /// An owner changed who may approve the program's payouts.
    ProgramPayoutRulesSet(ProgramChanged) = "program.payout_rules_set", 1;
    /// Somebody published a version of a policy, or created the program that it is the first of.
    PolicyPublished(PolicyPublished) = "policy.published", 2;
    /// Somebody published a version of a group's terms.
    TermsPublished(TermsPublished) = "terms.published", 1;
    /// Somebody created a group.
    GroupCreated(GroupChanged) = "group.created", 1;
    /// Somebody renamed a group.
    GroupUpdated(GroupChanged) = "group.updated", 1;
    /// What partners earned reached the budget's warning level. `budget.spent` follows when it is spent.
    BudgetWarned(BudgetReached) = "budget.warned", 2;
    /// What partners earned reached the budget.
    BudgetSpent(BudgetReached { spent: 1_000_000 }) = "budget.spent", 2;
    /// Somebody applied a simulation: its policy and terms are published in the same commit.
    SimulationApplied(SimulationApplied) = "simulation.applied", 2;
    /// Somebody changed a partner's details.
    PartnerUpdated(PartnerUpdated) = "partner.updated", 1;
    /// The merchant enrolled a partner at once. An invited partner gets `enrollment.invited` instead, and one who
    /// applied `enrollment.applied`; both may lead to the same.
    PartnerEnrolled(PartnerEnrolled) = "partner.enrolled", 1;
    /// A partner applied, or applied again.
    EnrollmentApplied(EnrollmentChanged { status: EnrollmentStatus::Applied }) = "enrollment.applied", 2;
    /// The merchant invited a partner, or invited them again.
    EnrollmentInvited(EnrollmentChanged { status: EnrollmentStatus::Invited }) = "enrollment.invited", 2;
    /// A partner accepted the merchant's invitation.
    EnrollmentAccepted(EnrollmentChanged) = "enrollment.accepted", 2;
    /// The merchant approved an application, or the program approves all of them.
    EnrollmentApproved(EnrollmentChanged) = "enrollment.approved", 2;
    /// The merchant rejected an application, or withdrew an invitation.
    EnrollmentRejected(EnrollmentChanged { status: EnrollmentStatus::Rejected }) = "enrollment.rejected", 2;
    /// The merchant suspended an enrollment.
    EnrollmentSuspended(EnrollmentChanged { status: EnrollmentStatus::Suspended }) = "enrollment.suspended", 2;
    /// The merchant reinstated an enrollment that was suspended or banned.
    EnrollmentReinstated(EnrollmentChanged) = "enrollment.reinstated", 2;
    /// The merchant banned an enrollment.
    EnrollmentBanned(EnrollmentChanged { status: EnrollmentStatus::Banned }) = "enrollment.banned", 2;
    /// A partner left the program.
    EnrollmentLeft(EnrollmentChanged { status: EnrollmentStatus::Left }) = "enrollment.left", 2;
    /// The merchant moved an enrollment to another group.
    EnrollmentMoved(EnrollmentChanged) = "enrollment.moved", 2;
    /// The merchant recorded which partner recruited this one, or that none did.
    EnrollmentRecruited(EnrollmentChanged) = "enrollment.recruited", 2;
    /// A partner accepted the latest terms.
    EnrollmentTermsAccepted(EnrollmentChanged) = "enrollment.terms_accepted", 2;
    /// Somebody created a link.
    LinkCreated(LinkChanged) = "link.created", 1;
    /// Somebody changed a link, archived it or restored it.
    LinkUpdated(LinkChanged) = "link.updated", 1;
    /// Somebody created a code.
    CodeCreated(CodeChanged) = "code.created", 1;
    /// Somebody changed what a code counts for or what it gives.
    CodeUpdated(CodeChanged) = "code.updated", 1;
    /// Somebody archived a code.
    CodeArchived(CodeChanged) = "code.archived", 1;
    /// A partner set a payout method.
    PayoutMethodChanged(PayoutMethodChanged) = "payout_method.changed", 1;
    /// A payment came back because of the account: nothing is paid there until the partner sets another method.
    PayoutMethodBounced(PayoutMethodMarked) = "payout_method.bounced", 1;
    /// The payment that had bounced settled after all.
    PayoutMethodRestored(PayoutMethodMarked { account_fault: None::<AccountFault> }) = "payout_method.restored", 1;
    /// Somebody erased a customer.
    CustomerErased(CustomerErased) = "customer.erased", 2;
    /// Evidence began a referral, changed which partner leads, or a conversion brought it to its next stage.
    ReferralChanged(ReferralChanged) = "referral.changed", 1;
    /// Somebody submitted a partner's lead form.
    SubmissionSubmitted(SubmissionChanged { status: SubmissionStatus::Submitted }) = "submission.submitted", 1;
    /// The merchant accepted a submission.
    SubmissionAccepted(SubmissionChanged) = "submission.accepted", 1;
    /// The merchant rejected a submission.
    SubmissionRejected(SubmissionChanged { status: SubmissionStatus::Rejected }) = "submission.rejected", 1;
    /// Somebody erased a submission.
    SubmissionErased(SubmissionErased) = "submission.erased", 2;
    /// A partner registered a deal, or the merchant did for them.
    DealSubmitted(DealSubmitted) = "deal.submitted", 1;
    /// The merchant began to review a deal.
    DealInReview(DealChanged {
        status: DealStatus::InReview, parts: Vec::new(), protected_until: None
    }) = "deal.in_review", 1;
    /// The merchant approved a deal: it is protected from now on.
    DealApproved(DealChanged) = "deal.approved", 1;
    /// The merchant rejected a deal.
    DealRejected(DealChanged {
        status: DealStatus::Rejected, parts: Vec::new(), protected_until: None
    }) = "deal.rejected", 1;
    /// The merchant extended a deal's protection.
    DealExtended(DealChanged) = "deal.extended", 1;
    /// The merchant recorded a deal as won; its sale follows as `conversion.recorded`.
    DealWon(DealChanged { status: DealStatus::Won }) = "deal.won", 1;
    /// The merchant recorded a deal as lost.
    DealLost(DealChanged { status: DealStatus::Lost }) = "deal.lost", 1;
    /// A deal's protection ended.
    DealExpired(DealExpired) = "deal.expired", 1;
    /// A lead, a stage or a sale was recorded.
    ConversionRecorded(ConversionRecorded) = "conversion.recorded", 1;
    /// Somebody priced a conversion again.
    ConversionRepriced(ConversionRepriced) = "conversion.repriced", 2;
    /// A refund of a known sale was recorded.
    RefundRecorded(RefundRecorded) = "refund.recorded", 1;
    /// A refund was recorded before its sale.
    RefundWaiting(RefundWaiting) = "refund.waiting", 2;
    /// A chargeback of a known sale was recorded.
    ChargebackRecorded(RefundRecorded) = "chargeback.recorded", 1;
    /// A chargeback was recorded before its sale.
    ChargebackWaiting(RefundWaiting) = "chargeback.waiting", 2;
    /// It was recorded that a refund failed or was canceled.
    RefundReversalRecorded(RefundRecorded) = "refund_reversal.recorded", 1;
    /// The same was recorded before the refund.
    RefundReversalWaiting(RefundWaiting) = "refund_reversal.waiting", 2;
    /// It was recorded that the merchant won a chargeback, or a part of it.
    ChargebackReversalRecorded(RefundRecorded) = "chargeback_reversal.recorded", 1;
    /// The same was recorded before the chargeback.
    ChargebackReversalWaiting(RefundWaiting) = "chargeback_reversal.waiting", 2;
    /// The credit for a conversion was decided, or decided otherwise than before. The fact's `partners` also name those
    /// who lost credit by it.
    DecisionMade(DecisionMade) = "decision.made", 1;
    /// The merchant decided the credit for a conversion by hand.
    CreditCorrected(CorrectionChanged) = "credit.corrected", 1;
    /// The merchant took a correction back: the evidence decides again.
    CreditCorrectionTakenBack(CorrectionChanged) = "credit.correction_taken_back", 1;
    /// Evidence came that would credit otherwise what a closed statement shows, or newer evidence took its place.
    ReviewOpened(ReviewChanged) = "review.opened", 1;
    /// The merchant accepted or dismissed a review item, or the evidence agrees again with what was decided.
    ReviewClosed(ReviewChanged { status: ReviewStatus::Accepted }) = "review.closed", 2;
    /// A commission is new or has another amount or state, after a decision or after its grant was priced again.
    CommissionChanged(CommissionChanged) = "commission.changed", 2;
    /// A person granted a bonus or an adjustment, or a rule of the terms granted something for the first time.
    CommissionGranted(CommissionGranted) = "commission.granted", 1;
    /// The hold of a commission ended, or a person approved it.
    CommissionApproved(CommissionReviewed) = "commission.approved", 1;
    /// A person declined a commission, or a ban did.
    CommissionDeclined(CommissionReviewed { amount: 0 }) = "commission.declined", 1;
    /// A person reinstated a declined commission.
    CommissionReinstated(CommissionReviewed) = "commission.reinstated", 1;
    /// A refund, a chargeback or a reversal of one took back a part of a commission, or gave it back.
    CommissionReversed(CommissionReversed) = "commission.reversed", 2;
    /// A partner reached a milestone. `commission.granted` or `commission.changed` follows.
    MilestoneReached(MilestoneChanged) = "milestone.reached", 2;
    /// What counted for a milestone is credited otherwise, so that it is not reached any more.
    MilestoneLost(MilestoneChanged) = "milestone.lost", 2;
    /// A partner opened a dispute.
    DisputeOpened(DisputeChanged) = "dispute.opened", 1;
    /// The merchant asked the partner for more.
    DisputeAsked(DisputeChanged { status: DisputeStatus::Incomplete }) = "dispute.asked", 1;
    /// The partner answered.
    DisputeAnswered(DisputeChanged) = "dispute.answered", 1;
    /// The dispute was upheld, by the merchant or because its due date passed.
    DisputeUpheld(DisputeChanged { status: DisputeStatus::Upheld }) = "dispute.upheld", 1;
    /// The dispute was rejected, by the merchant or because its due date passed.
    DisputeRejected(DisputeChanged { status: DisputeStatus::Rejected }) = "dispute.rejected", 1;
    /// The partner withdrew the dispute.
    DisputeWithdrawn(DisputeChanged { status: DisputeStatus::Withdrawn }) = "dispute.withdrawn", 1;
    /// Somebody erased a dispute's texts.
    DisputeErased(DisputeErased) = "dispute.erased", 2;
    /// A statement was closed.
    StatementClosed(StatementClosed) = "statement.closed", 3;
    /// Somebody created a payout batch.
    BatchMade(BatchMade) = "batch.made", 1;
    /// Somebody submitted a batch for approval.
    BatchSubmitted(BatchChanged) = "batch.submitted", 1;
    /// Somebody approved a batch.
    BatchApproved(BatchChanged { status: BatchStatus::Approved }) = "batch.approved", 1;
    /// Somebody sent a batch back to its maker.
    BatchSentBack(BatchChanged { status: BatchStatus::Draft }) = "batch.sent_back", 1;
    /// Somebody began to hand a batch over. `batch.left` follows when all of its transfers are.
    BatchHandedOver(BatchChanged { status: BatchStatus::HandingOver }) = "batch.handed_over", 1;
    /// Somebody canceled a batch.
    BatchCanceled(BatchChanged { status: BatchStatus::Canceling }) = "batch.canceled", 1;
    /// The last transfer of a batch was handed over.
    BatchLeft(BatchLeft) = "batch.left", 1;
    /// The last open transfer of a batch got its outcome.
    BatchClosed(BatchClosed) = "batch.closed", 1;
    /// The bank or the provider accepted a transfer and works on it.
    TransferHandedOver(TransferReported) = "transfer.handed_over", 1;
    /// The outcome of a transfer is unknown.
    TransferUnknown(TransferReported) = "transfer.unknown", 1;
    /// A transfer settled.
    TransferSettled(TransferReported) = "transfer.settled", 1;
    /// A transfer failed.
    TransferFailed(TransferReported { account_fault: Some(AccountFault::Closed) }) = "transfer.failed", 1;
    /// A transfer was returned.
    TransferReturned(TransferReported { account_fault: Some(AccountFault::Blocked) }) = "transfer.returned", 1;
    /// Somebody linked another system's id to one of our objects.
    ExternalIdLinked(ExternalIdChanged) = "external_id.linked", 1;
    /// Somebody unlinked another system's id, or erased the customer whom it named.
    ExternalIdUnlinked(ExternalIdChanged) = "external_id.unlinked", 1;
}
