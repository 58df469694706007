//! The book and the clicks on SQLite: one book file with one writer, one click file per month with
//! a writer of its own. The only crate that knows rusqlite.

mod archive;
mod blocking;
mod book;
mod clicks;
mod copy;
mod seal;

pub use archive::{
    Schemas, export_book, export_clicks, import_book, import_clicks, own_schema_of, schema_of, schemas,
};
pub use book::{BookOptions, SqliteBook, Synchronous};
pub use clicks::{
    CLICKS_PER_COMMIT_MAX, CLICKS_QUEUED_MAX, ClickOptions, SqliteClicks, UNKNOWN_SLUGS_PER_DAY_MAX,
};
pub use copy::{check_database, copy_database};
pub use seal::{SealEvidence, keep_key_check, seal_evidence};
