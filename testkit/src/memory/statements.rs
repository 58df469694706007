//! Reads of statements and their lines.

use super::{
    MemoryBook,
    tables::{Tables, page_of, rows_of},
};
use async_trait::async_trait;
use commission::Commission;
use engine::ports::{Page, StatementFile, Statements, StorageError, VersionKey};
use payout::{Statement, StatementLine};
use std::cmp::Reverse;
use words::{EnrollmentId, PartnerId, ProgramId, Scope, StatementId};

impl Tables {
    pub(super) fn statements_of(&self, scope: Scope, enrollment: EnrollmentId) -> (Vec<Statement>, u64) {
        let mut statements = rows_of(&self.statements, |statement| {
            (statement.scope, statement.enrollment) == (scope, enrollment)
        });
        statements.sort_by_key(|statement| Reverse(statement.until));
        (statements, self.version(&VersionKey::Statements(enrollment)))
    }

    pub(super) fn statements(
        &self,
        scope: Scope,
        partner: Option<PartnerId>,
        page: &Page<StatementId>,
    ) -> Vec<Statement> {
        page_of(&self.statements, page, |statement| {
            statement.scope == scope && partner.is_none_or(|partner| statement.partner == partner)
        })
    }

    pub(super) fn last_statement_number(&self, scope: Scope, program: ProgramId) -> (u32, u64) {
        let own = self.statements.values().filter(|it| (it.scope, it.program) == (scope, program));
        let last = own.filter_map(|statement| statement.number).max().unwrap_or_default();
        (last, self.version(&VersionKey::StatementNumbers(program)))
    }

    pub(super) fn statement_file(&self, scope: Scope, id: StatementId) -> Option<StatementFile> {
        let statement = self.statements.get(&id).filter(|statement| statement.scope == scope)?;
        let lines = self.lines.range((id, 0)..=(id, u32::MAX)).filter_map(|(_, line)| {
            let commission = self.commissions.get(&line.commission)?;
            let conversion = match commission.conversion {
                Some(conversion) => Some(self.conversions.get(&conversion)?.clone()),
                None => None,
            };
            Some((line.clone(), commission.clone(), conversion))
        });
        Some(StatementFile { lines: lines.collect(), statement: statement.clone() })
    }
}

#[async_trait]
impl Statements for MemoryBook {
    async fn statements_of(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
    ) -> Result<(Vec<Statement>, u64), StorageError> {
        Ok(self.tables().statements_of(scope, enrollment))
    }

    async fn statements(
        &self,
        scope: Scope,
        partner: Option<PartnerId>,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError> {
        Ok(self.tables().statements(scope, partner, &page))
    }

    async fn last_statement_number(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<(u32, u64), StorageError> {
        Ok(self.tables().last_statement_number(scope, program))
    }

    async fn statement_file(
        &self,
        scope: Scope,
        id: StatementId,
    ) -> Result<Option<StatementFile>, StorageError> {
        Ok(self.tables().statement_file(scope, id))
    }

    async fn payable_statements(
        &self,
        scope: Scope,
        program: ProgramId,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError> {
        Ok(self.tables().payable_statements(scope, program, &page))
    }

    async fn stated(
        &self,
        scope: Scope,
        statement: StatementId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<(StatementLine, Commission, u64)>, StorageError> {
        Ok(self.tables().stated(scope, statement, after, limit))
    }
}
