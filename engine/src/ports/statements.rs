//! Statements and their lines.

use super::{changes::StorageError, lists::Page};
use async_trait::async_trait;
use commission::Commission;
use conversion::Conversion;
use payout::{Statement, StatementLine};
use words::{EnrollmentId, PartnerId, ProgramId, Scope, StatementId};

#[derive(Clone, PartialEq, Debug)]
pub struct StatementFile {
    pub statement: Statement,
    /// In the order of their places.
    /// Without a conversion where the commission rests on none.
    pub lines: Vec<(StatementLine, Commission, Option<Conversion>)>,
}

/// Statements and their lines.
#[async_trait]
pub trait Statements: Send + Sync {
    /// The enrollment's statements, the latest period first, and the version of its
    /// `VersionKey::Statements`.
    async fn statements_of(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
    ) -> Result<(Vec<Statement>, u64), StorageError>;

    async fn statements(
        &self,
        scope: Scope,
        partner: Option<PartnerId>,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError>;

    /// The greatest number that a statement of the program has (0: none), and the version of its
    /// `VersionKey::StatementNumbers`.
    async fn last_statement_number(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<(u32, u64), StorageError>;

    async fn statement_file(
        &self,
        scope: Scope,
        id: StatementId,
    ) -> Result<Option<StatementFile>, StorageError>;

    /// Closed statements of the program of which something is to be paid and which no transfer pays, in ascending
    /// order of id after the cursor, at most `limit`.
    async fn payable_statements(
        &self,
        scope: Scope,
        program: ProgramId,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError>;

    /// A statement's lines by place after `after`, each with its commission and the version of
    /// `VersionKey::of_commission`.
    async fn stated(
        &self,
        scope: Scope,
        statement: StatementId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<(StatementLine, Commission, u64)>, StorageError>;
}
