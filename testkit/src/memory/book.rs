//! The book in memory.

use super::{
    MemoryBook, commit,
    tables::{page_of, rows_of},
};
use async_trait::async_trait;
use commission::{Commission, Entry};
use conversion::{Conversion, Decision, Kind, Position};
use engine::ports::{
    AccountSum, Answer, Audit, Balance, Book, CaseFile, Changes, CommissionFilter, CommitError,
    ConversionFilter, CustomerFile, Dossier, History, Job, LedgerFilter, Liability, ListQuery, Page,
    ProgramClue, Row, Rulebook, Standing, StatementFile, StorageError, TotalKey, TransferTally, Unstated,
};
use facts::NumberedFact;
use payout::{LeftOut, PayingAccount, Statement, StatementLine};
use program::{ApiKey, Code, Enrollment, Link, Logo, Partner, Program, Workspace};
use report::{ConversionTallies, KeptChange, Question};
use words::{
    BatchId, CodeId, CommissionId, ConversionId, CustomerId, EmailHash, EnrollmentId, EntryId, Instant,
    JobId, LinkId, PartnerId, ProgramId, Scope, SimulationId, StatementId,
};

#[async_trait]
impl Book for MemoryBook {
    async fn commit(&self, _name: &'static str, changes: Changes) -> Result<(), CommitError> {
        tokio::task::yield_now().await;
        let dead = || CommitError::Storage(StorageError::new("the process died".to_owned()));
        let (is_stored, is_answered) = self.lets();
        if !is_stored {
            return Err(dead());
        }
        let committed = commit::commit(&mut self.tables(), changes);
        if is_answered { committed } else { committed.and(Err(dead())) }
    }

    async fn workspaces(&self) -> Result<Vec<Workspace>, StorageError> {
        Ok(rows_of(&self.tables().workspaces, |_| true))
    }

    async fn key_by_hash(&self, hash: &str) -> Result<Option<ApiKey>, StorageError> {
        Ok(self.tables().key_by_hash(hash))
    }

    async fn answer(
        &self,
        asker: &str,
        operation: &str,
        idempotency_key: &str,
        since: Instant,
    ) -> Result<Option<Answer>, StorageError> {
        Ok(self.tables().answer(asker, operation, idempotency_key, since))
    }

    async fn list(&self, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, StorageError> {
        Ok(self.tables().list(scope, query))
    }

    async fn tally(&self, scope: Scope, asked: &Question) -> Result<ConversionTallies, StorageError> {
        Ok(self.tables().tally(scope, asked))
    }

    async fn programs(&self, scope: Scope) -> Result<Vec<Program>, StorageError> {
        Ok(rows_of(&self.tables().programs, |program| program.scope == scope))
    }

    async fn programs_knowing(
        &self,
        scope: Scope,
        clue: ProgramClue<'_>,
    ) -> Result<Vec<ProgramId>, StorageError> {
        Ok(self.tables().programs_knowing(scope, clue))
    }

    async fn all_programs(&self) -> Result<Vec<Program>, StorageError> {
        Ok(rows_of(&self.tables().programs, |_| true))
    }

    async fn paying_account(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<Option<PayingAccount>, StorageError> {
        let found = self.tables().paying_accounts.get(&program).cloned();
        Ok(found.filter(|account| account.scope == scope))
    }

    async fn logo(&self, program: ProgramId) -> Result<Option<Logo>, StorageError> {
        Ok(self.tables().logos.get(&program).cloned())
    }

    async fn rulebook(&self, scope: Scope, program: ProgramId) -> Result<Option<Rulebook>, StorageError> {
        Ok(self.tables().rulebook(scope, program))
    }

    async fn partner(&self, scope: Scope, id: PartnerId) -> Result<Option<Partner>, StorageError> {
        Ok(self.tables().partner(scope, id))
    }

    async fn partners(&self, scope: Scope, page: Page<PartnerId>) -> Result<Vec<Partner>, StorageError> {
        Ok(page_of(&self.tables().partners, &page, |partner| partner.scope == scope))
    }

    async fn enrollments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<Enrollment>, StorageError> {
        Ok(self.tables().enrollments(scope, program, partner, &page))
    }

    async fn standings(
        &self,
        scope: Scope,
        enrollments: &[EnrollmentId],
    ) -> Result<Vec<Standing>, StorageError> {
        Ok(self.tables().standings(scope, enrollments))
    }

    async fn totals(&self, keys: &[TotalKey]) -> Result<Vec<i64>, StorageError> {
        let tables = self.tables();
        Ok(keys.iter().map(|key| tables.total(key)).collect())
    }

    async fn link(&self, scope: Scope, id: LinkId) -> Result<Option<Link>, StorageError> {
        Ok(self.tables().link(scope, id))
    }

    async fn links(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        page: Page<LinkId>,
    ) -> Result<Vec<Link>, StorageError> {
        Ok(self.tables().links(scope, program, &page))
    }

    async fn all_links(&self, page: Page<LinkId>) -> Result<Vec<Link>, StorageError> {
        Ok(page_of(&self.tables().links, &page, |_| true))
    }

    async fn partner_by_email(
        &self,
        scope: Scope,
        hash: &EmailHash,
    ) -> Result<Option<Partner>, StorageError> {
        Ok(self.tables().partner_by_email(scope, hash))
    }

    async fn enrollment(&self, scope: Scope, id: EnrollmentId) -> Result<Option<Enrollment>, StorageError> {
        Ok(self.tables().enrollment(scope, id))
    }

    async fn code_by_id(&self, scope: Scope, id: CodeId) -> Result<Option<Code>, StorageError> {
        Ok(self.tables().code_by_id(scope, id))
    }

    async fn count_links(
        &self,
        partner: PartnerId,
        enrollment: EnrollmentId,
        most: usize,
    ) -> Result<usize, StorageError> {
        Ok(self.tables().count_links(partner, enrollment).min(most))
    }

    async fn slug_is_taken(&self, domain: &str, slug: &str) -> Result<bool, StorageError> {
        Ok(self.tables().slug_is_taken(domain, slug))
    }

    async fn code(&self, scope: Scope, program: ProgramId, code: &str) -> Result<Option<Code>, StorageError> {
        Ok(self.tables().code(scope, program, code))
    }

    async fn customer_file(
        &self,
        scope: Scope,
        program: ProgramId,
        external_id: &str,
    ) -> Result<Option<CustomerFile>, StorageError> {
        Ok(self.tables().customer_file(scope, program, external_id))
    }

    async fn customer_file_by_id(
        &self,
        scope: Scope,
        program: ProgramId,
        id: CustomerId,
    ) -> Result<Option<CustomerFile>, StorageError> {
        Ok(self.tables().customer_file_by_id(scope, program, id))
    }

    async fn customers_known_as(
        &self,
        scope: Scope,
        hash: &EmailHash,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerId>, StorageError> {
        Ok(self.tables().customers_known_as(scope, hash, &page))
    }

    async fn history(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        from: &Position,
        limit: usize,
    ) -> Result<History, StorageError> {
        Ok(self.tables().history((scope, program), customer, from, limit))
    }

    async fn customer_programs(
        &self,
        program: Option<ProgramId>,
        after: Option<(CustomerId, ProgramId)>,
        limit: usize,
    ) -> Result<Vec<(Scope, CustomerId, ProgramId)>, StorageError> {
        Ok(self.tables().customer_programs(program, after, limit))
    }

    async fn conversion_by_key(
        &self,
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Result<Option<Conversion>, StorageError> {
        Ok(self.tables().conversion_by_key(scope, program, kind, source, external_id))
    }

    async fn sale_file(
        &self,
        scope: Scope,
        program: ProgramId,
        source: &str,
        external_id: &str,
    ) -> Result<(Option<Conversion>, Vec<Conversion>, u64), StorageError> {
        Ok(self.tables().sale_file(scope, program, source, external_id))
    }

    async fn conversions(
        &self,
        scope: Scope,
        filter: &ConversionFilter,
        page: Page<ConversionId>,
    ) -> Result<Vec<Conversion>, StorageError> {
        Ok(self.tables().conversions(scope, filter, &page))
    }

    async fn weighed(
        &self,
        scope: Scope,
        partner: PartnerId,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Result<Vec<(Conversion, Decision)>, StorageError> {
        Ok(self.tables().weighed(scope, partner, before, limit))
    }

    async fn dossiers(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        page: Page<CustomerId>,
    ) -> Result<Vec<Dossier>, StorageError> {
        Ok(self.tables().dossiers(scope, program, since, &page))
    }

    async fn count_dossiers(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
    ) -> Result<u64, StorageError> {
        let all = Page { after: None, limit: usize::MAX };
        Ok(self.tables().dossiers(scope, program, since, &all).len() as u64)
    }

    async fn kept_changes(
        &self,
        scope: Scope,
        simulation: SimulationId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<KeptChange>, StorageError> {
        Ok(self.tables().kept_changes(scope, simulation, after, limit))
    }

    async fn case_file(&self, scope: Scope, id: ConversionId) -> Result<Option<CaseFile>, StorageError> {
        Ok(self.tables().case_file(scope, id))
    }

    async fn commissions(
        &self,
        scope: Scope,
        filter: &CommissionFilter,
        page: Page<CommissionId>,
    ) -> Result<Vec<Commission>, StorageError> {
        Ok(self.tables().commissions(scope, filter, &page))
    }

    async fn grants(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        keys: &str,
    ) -> Result<Vec<Commission>, StorageError> {
        Ok(self.tables().grants(scope, enrollment, keys))
    }

    async fn commission_files(
        &self,
        scope: Scope,
        ids: &[CommissionId],
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        Ok(self.tables().commission_files(scope, ids))
    }

    async fn due_commissions(
        &self,
        scope: Scope,
        program: ProgramId,
        now: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        Ok(self.tables().due_commissions(scope, program, now, limit))
    }

    async fn enrollments_to_state(
        &self,
        scope: Scope,
        program: ProgramId,
        before: Instant,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<EnrollmentId>, StorageError> {
        Ok(self.tables().enrollments_to_state(scope, program, before, &page))
    }

    async fn unstated_commissions(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        Ok(self.tables().unstated_commissions(scope, enrollment, before, limit))
    }

    async fn unstated(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
    ) -> Result<Unstated, StorageError> {
        Ok(self.tables().unstated(scope, enrollment, before))
    }

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

    async fn left_out(
        &self,
        scope: Scope,
        batch: BatchId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<LeftOut>, StorageError> {
        let tables = self.tables();
        let rows = tables.left_out.range((batch, after.saturating_add(1))..=(batch, u32::MAX));
        let own = rows.map(|(_, row)| row.clone()).filter(|row| row.scope == scope);
        Ok(own.take(limit).collect())
    }

    async fn transfer_tallies(
        &self,
        scope: Scope,
        batch: BatchId,
    ) -> Result<Vec<TransferTally>, StorageError> {
        Ok(self.tables().transfer_tallies(scope, batch))
    }

    async fn ledger(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
        page: Page<EntryId>,
    ) -> Result<Vec<Entry>, StorageError> {
        Ok(self.tables().ledger(scope, filter, &page))
    }

    async fn trial_balance(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
    ) -> Result<Vec<AccountSum>, StorageError> {
        self.tables().trial_balance(scope, filter)
    }

    async fn liabilities(&self, scope: Scope, program: ProgramId) -> Result<Vec<Liability>, StorageError> {
        Ok(self.tables().liabilities(scope, program))
    }

    async fn balances(&self, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, StorageError> {
        self.tables().balances(scope, program)
    }

    async fn facts(
        &self,
        scope: Option<Scope>,
        after: u64,
        limit: usize,
    ) -> Result<Vec<NumberedFact>, StorageError> {
        Ok(self.tables().facts(scope, after, limit))
    }

    async fn due_jobs(&self, now: Instant, limit: usize) -> Result<Vec<Job>, StorageError> {
        Ok(self.tables().due_jobs(now, limit))
    }

    async fn jobs_after(&self, after: Instant, page: Page<JobId>) -> Result<Vec<Job>, StorageError> {
        let mut jobs = rows_of(&self.tables().jobs, |job| job.run_at > after);
        jobs.retain(|job| page.after.is_none_or(|after| job.id > after));
        jobs.truncate(page.limit);
        Ok(jobs)
    }

    async fn forget_expired(&self, before: Instant) -> Result<(), StorageError> {
        self.tables().forget_expired(before);
        Ok(())
    }

    async fn scrub(&self) -> Result<bool, StorageError> {
        Ok(true)
    }

    async fn audit(&self) -> Result<Audit, StorageError> {
        Ok(self.tables().audit())
    }
}
