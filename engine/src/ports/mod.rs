//! What a deed needs from the world. Each port is as small as its users need; its comments are its
//! contract, and testkit's conformance suite holds every driver to it.

mod audit;
mod audit_log;
mod book;
mod books;
mod changes;
mod clicks;
mod clue;
mod courier;
mod direct_rail;
mod directory;
mod files;
mod jobs;
mod list;
mod paper;
mod people;
mod query;
mod rails;
mod vault;

pub use audit::{Audit, Mismatch};
pub use audit_log::AuditRecord;
pub use book::{
    Answer, Balance, Book, CommissionFilter, ConversionFilter, Page, Rulebook, StatementFile, Unstated,
};
pub use books::{AccountSum, LedgerFilter, Liability, LiabilityKind, TransferTally};
pub use changes::{
    Changes, CommitError, Expected, Fact, NumberedFact, ROWS_PER_COMMIT_MAX, Row, StorageError, TotalChange,
    TotalGuard, TotalKey, TotalOf, Unique, VersionKey,
};
pub use clicks::{ClickCount, ClickFilter, Clicks};
pub use clue::{ProgramClue, programs_of_codes};
pub use courier::{Courier, CourierError, Letter, LetterKind};
pub use direct_rail::{DirectRail, RailAnswer};
pub use directory::Directory;
pub use files::{CaseFile, CustomerFile, Dossier, History, Standing};
pub use jobs::{Job, JobChange, JobKind, Rest, RestFrom, Thaw};
pub use list::{Column, ColumnKind, Noun, Sorting, Value, scope_of};
pub use paper::{Paper, PaperError};
pub use people::{AuditFilter, LetterChange, OutgoingLetter, People, Use};
pub use query::{Filter, ListQuery, Place, Sort, Test, list_of};
pub use rails::{
    File, PAYMENT_ID_CHARACTERS_MAX, PAYMENTS_PER_FILE_MAX, Payment, PaymentOrder, REMITTANCE_CHARACTERS_MAX,
    RailError, Rails, ReportedOutcome, StatusReport, payment_id,
};
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
