//! What a deed needs from the world. Each port is as small as its users need; its comments are its
//! contract, and testkit's conformance suite holds every driver to it.

mod accounts;
mod api_keys;
mod audit_log;
mod book;
mod changes;
mod clicks;
mod column;
mod columns;
mod commissions;
mod commits;
mod conversions;
mod courier;
mod customers;
mod direct_rail;
mod external_ids;
mod facts;
mod files;
mod jobs;
mod ledger;
mod letters;
mod links;
mod lists;
mod paper;
mod partners;
mod payouts;
mod programs;
mod rails;
mod reports;
mod sessions;
mod simulations;
mod statements;
mod upkeep;
mod vault;

pub use self::facts::Facts;
pub use self::jobs::{Job, JobChange, Jobs};
pub use crate::jobs::JobKind;
pub use accounts::Accounts;
pub use api_keys::{ApiKeys, Use};
pub use audit_log::{AuditFilter, AuditLog, AuditRecord};
pub use book::Book;
pub use changes::{
    Changes, CommitError, Expected, ROWS_PER_COMMIT_MAX, Row, StorageError, Unique, VersionKey,
};
pub use clicks::{ClickCount, ClickFilter, Clicks};
pub use column::{Column, ColumnKind, ColumnOf, Listed, Sorting, Value};
pub use columns::{
    BatchColumn, CodeColumn, CommissionColumn, ConversionColumn, CorrectionColumn, CustomerColumn,
    DailyRateColumn, DealColumn, DecisionColumn, DisputeColumn, EnrollmentColumn, GroupColumn, LinkColumn,
    MethodColumn, Noun, PartnerColumn, PolicyColumn, ProgramColumn, ReferralColumn, ReviewColumn,
    SimulationColumn, StatementColumn, SubmissionColumn, TermsColumn, TransferColumn, scope_of,
};
pub use commissions::{CommissionFilter, Commissions, Unstated};
pub use commits::{Answer, Commits};
pub use conversions::{ConversionFilter, Conversions};
pub use courier::{Courier, CourierError, Letter, LetterKind};
pub use customers::Customers;
pub use direct_rail::{DirectRail, RailAnswer};
pub use external_ids::ExternalIds;
pub use files::{CaseFile, CustomerHistory};
pub use ledger::{AccountSum, Balance, Ledger, LedgerFilter};
pub use letters::{LetterChange, Letters, OutgoingLetter};
pub use links::Links;
pub use lists::{Filter, ListOf, ListQuery, Lists, Page, Place, Sort, Test, list_of};
pub use paper::{Paper, PaperError};
pub use partners::Partners;
pub use payouts::{Liability, LiabilityKind, Payouts, TransferTally};
pub use programs::{ProgramClue, Programs, programs_of_codes};
pub use rails::{
    File, PAYMENT_ID_CHARACTERS_MAX, PAYMENTS_PER_FILE_MAX, Payment, PaymentOrder, REMITTANCE_CHARACTERS_MAX,
    RailError, Rails, ReportedOutcome, StatusReport, payment_id,
};
pub use reports::Reports;
pub use sessions::Sessions;
pub use simulations::Simulations;
pub use statements::{StatementFile, Statements};
pub use upkeep::{Audit, Mismatch, Upkeep};
pub use vault::Vault;

use words::Instant;

/// The time. Deeds ask once and pass the answer on.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
}

/// Randomness, 128 bits at a time, good enough for keys.
pub trait Chance: Send + Sync {
    fn draw(&self) -> u128;
}
