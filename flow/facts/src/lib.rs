//! Business events as a type: what happened, in one envelope that says to what, to whom, by whom and why.
//!
//! [`Event`] has one variant for each kind, and is the only place where a kind has a text, a version and a serialized
//! form. Nothing here holds personal data: ids, amounts, times and names that this program gives. Never async, never
//! I/O, never a clock. Names the stages from payout down.

mod account;
mod cause;
mod commission;
mod conversion;
mod customer;
mod deal;
mod event;
mod example;
mod external_id;
mod fact;
mod form;
mod object;
mod partner;
mod payout;
mod program;
mod reference;
mod shape;
mod transition;

pub use account::{KeyCreated, KeyRevoked, KeyRotated, RatesEntered, WorkspaceCreated};
pub use cause::chain;
pub use commission::{
    CommissionChanged, CommissionGranted, CommissionReversed, CommissionReviewed, DisputeChanged,
    DisputeErased, MilestoneChanged,
};
pub use conversion::{
    ConversionRecorded, ConversionRepriced, CorrectionChanged, DecisionMade, PricedCommission,
    RefundRecorded, RefundWaiting, ReviewChanged,
};
pub use customer::{CustomerErased, ReferralChanged, SubmissionChanged, SubmissionErased};
pub use deal::{DealChanged, DealExpired, DealSubmitted};
pub use event::{Event, Kind, Unknown};
pub use external_id::ExternalIdChanged;
pub use fact::{Actor, Columns, Fact, NumberedFact, Origin, Stored};
pub use object::Object;
pub use partner::{
    CodeChanged, EnrollmentChanged, LinkChanged, PartnerEnrolled, PartnerUpdated, PayoutMethodChanged,
    PayoutMethodMarked,
};
pub use payout::{BatchChanged, BatchClosed, BatchLeft, BatchMade, StatementClosed, TransferReported};
pub use program::{
    BudgetReached, GroupChanged, PolicyPublished, ProgramChanged, ProgramCreated, SimulationApplied,
    TermsPublished,
};
pub use reference::reference_md;
pub use shape::{Field, Shape};
