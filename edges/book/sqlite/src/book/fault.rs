//! What can go wrong in a statement, and what it means to the book's callers.

use engine::ports::{CommitError, StorageError, Unique};
use rusqlite::{ErrorCode, ffi};

#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error("{table}.{column} of {id} cannot be read: {why}")]
    Unreadable { table: &'static str, column: &'static str, id: String, why: String },
    #[error("{table}: the {column} of {id} is not the one that its body says: {why}")]
    Differs { table: &'static str, id: String, column: &'static str, why: &'static str },
    #[error("{table}: {id} is missing, but {by} names it")]
    Missing { table: &'static str, id: String, by: String },
    #[error("a row for {table} cannot be written as JSON: {why}")]
    Unwritable { table: &'static str, why: String },
    #[error("{what} does not fit 64 bits")]
    TooGreat { what: String },
    #[error("the writer broke off in the middle: {why}")]
    Broken { why: String },
    #[error("this file is at migration {found}, but this version of honeyguide knows only up to {known}")]
    Newer { found: i64, known: i64 },
    #[error(
        "this file is at migration {found}, and this version of honeyguide needs {known}; `honeyguide serve` \
         migrates it, after it has made a copy"
    )]
    Older { found: i64, known: i64 },
    #[error(
        "this file is at migration {found}, which was never released, and cannot be migrated; export it with the \
         version of honeyguide that wrote it, and import the archive into a new folder with this one"
    )]
    Unreleased { found: i64 },
}

impl From<Fault> for StorageError {
    fn from(fault: Fault) -> Self {
        let is_passing = matches!(&fault, Fault::Sqlite(fault) if passes(fault));
        StorageError { text: fault.to_string(), is_passing }
    }
}

/// Whether the same may succeed later: the disk is full or takes no more, or another process holds the file.
pub(crate) fn passes(fault: &rusqlite::Error) -> bool {
    let rusqlite::Error::SqliteFailure(failure, _) = fault else { return false };
    let code = failure.code;
    matches!(
        code,
        ErrorCode::DiskFull
            | ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
    ) || matches!(
        failure.extended_code,
        ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_FSYNC
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_SHMSIZE
            | ffi::SQLITE_IOERR_SHMOPEN
            | ffi::SQLITE_IOERR_LOCK
            | ffi::SQLITE_IOERR_NOMEM
    )
}

impl From<Fault> for CommitError {
    fn from(fault: Fault) -> Self {
        match unique(&fault) {
            Some(unique) => CommitError::Taken(unique),
            None => CommitError::Storage(fault.into()),
        }
    }
}

/// The uniqueness that a statement ran into. SQLite names the columns of the index, and only in its
/// message: `UNIQUE constraint failed: slugs.domain, slugs.slug`.
fn unique(fault: &Fault) -> Option<Unique> {
    let Fault::Sqlite(rusqlite::Error::SqliteFailure(failure, message)) = fault else { return None };
    if !matches!(
        failure.extended_code,
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID
    ) {
        return None;
    }
    let (_, columns) = message.as_deref()?.split_once(": ")?;
    Some(match columns {
        "slugs.domain, slugs.slug" => Unique::Slug,
        "codes.program, codes.code" => Unique::Code,
        "enrollments.program, enrollments.partner" => Unique::Enrollment,
        "customers.workspace, customers.mode, customers.external_id" => Unique::Customer,
        "touches.customer, touches.program, touches.key" => Unique::Touch,
        "commissions.enrollment, commissions.key" => Unique::Grant,
        "payments.statement" => Unique::Payment,
        "users.email_hash" => Unique::User,
        "memberships.workspace, memberships.user, memberships.seat" => Unique::Membership,
        _ if columns.starts_with("conversions.workspace, ") => Unique::Conversion,
        _ if columns.starts_with("external_ids.workspace, ") => Unique::ExternalId,
        _ => Unique::Other,
    })
}
