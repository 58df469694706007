//! The nouns as HTTP shows them. Stored forms belong to flow; these may differ and stay stable.

mod commission;
mod conversion;
mod customer;
mod decision;
mod link;
mod money;
mod partner;
mod program;
mod statement;
mod terms;
mod word;

pub(crate) use commission::Commission;
pub(crate) use conversion::{Conversion, Reported};
pub(crate) use customer::{Customer, Referral, Touch};
pub(crate) use decision::Decision;
pub(crate) use link::{Code, Link, Utm};
pub(crate) use money::Money;
pub(crate) use partner::{Enrolment, Partner};
pub(crate) use program::{Group, Policy, Program};
pub(crate) use statement::{Statement, StatementLine};
pub(crate) use terms::{Reward, Terms};
pub(crate) use word::{
    Account, CommissionState, Consent, CreditOutcome, EnrolmentStatus, Event, Evidence, KeyKind, Kind,
    LeadMode, LineKind, Mode, Model, Refusal, Stage, StatementStatus, TouchSource, TrackOutcome,
};
