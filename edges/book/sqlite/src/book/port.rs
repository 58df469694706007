//! The port: each method finds its way to the function that does it. Look-ups by key run where they
//! are asked for, scans on threads of their own, writes on the writer's.

use super::{
    SqliteBook, answer, audit, clue, commission, conversion, customer, entry, fact, job, link, list, method,
    partner, payout, probe::storage_fault, program, report, simulation, statement, total,
};
use ::commission::{Commission, Entry};
use ::conversion::{Conversion, Decision, Kind, Position};
use ::payout::{LeftOut, PayingAccount, Statement, StatementLine};
use ::program::{ApiKey, Code, Enrollment, Link, Logo, Partner, Program, Workspace};
use ::report::{ConversionTallies, KeptChange, Question};
use async_trait::async_trait;
use engine::ports::{
    AccountSum, Answer, Audit, Balance, Book, CaseFile, Changes, CommissionFilter, CommitError,
    ConversionFilter, CustomerFile, Dossier, History, Job, LedgerFilter, Liability, ListQuery, Page,
    ProgramClue, Row, Rulebook, Standing, StatementFile, StorageError, TotalKey, TransferTally, Unstated,
};
use facts::NumberedFact;
use words::{
    BatchId, CodeId, CommissionId, ConversionId, CustomerId, EmailHash, EnrollmentId, EntryId, Instant,
    JobId, LinkId, PartnerId, ProgramId, Scope, SimulationId, StatementId,
};

#[async_trait]
impl Book for SqliteBook {
    async fn commit(&self, name: &'static str, changes: Changes) -> Result<(), CommitError> {
        self.writer.commit(name, changes).await
    }

    async fn workspaces(&self) -> Result<Vec<Workspace>, StorageError> {
        self.look(program::workspaces)
    }

    async fn key_by_hash(&self, hash: &str) -> Result<Option<ApiKey>, StorageError> {
        self.look(|conn| program::key_by_hash(conn, hash))
    }

    async fn answer(
        &self,
        asker: &str,
        operation: &str,
        idempotency_key: &str,
        since: Instant,
    ) -> Result<Option<Answer>, StorageError> {
        self.look(|conn| answer::find(conn, asker, operation, idempotency_key, since))
    }

    async fn list(&self, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, StorageError> {
        let query = query.clone();
        self.scan(move |conn| list::list(conn, scope, &query)).await
    }

    async fn tally(&self, scope: Scope, asked: &Question) -> Result<ConversionTallies, StorageError> {
        let asked = asked.clone();
        self.scan(move |conn| report::tally(conn, scope, &asked)).await
    }

    async fn programs(&self, scope: Scope) -> Result<Vec<Program>, StorageError> {
        self.look(|conn| program::programs(conn, scope))
    }

    async fn programs_knowing(
        &self,
        scope: Scope,
        clue: ProgramClue<'_>,
    ) -> Result<Vec<ProgramId>, StorageError> {
        self.look(|conn| clue::programs_knowing(conn, scope, clue))
    }

    async fn all_programs(&self) -> Result<Vec<Program>, StorageError> {
        self.scan(program::all_programs).await
    }

    async fn paying_account(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<Option<PayingAccount>, StorageError> {
        self.look(move |conn| method::account(conn, scope, program))
    }

    async fn logo(&self, program: ProgramId) -> Result<Option<Logo>, StorageError> {
        self.look(|conn| program::logo(conn, program))
    }

    async fn rulebook(&self, scope: Scope, program: ProgramId) -> Result<Option<Rulebook>, StorageError> {
        self.look(|conn| program::rulebook(conn, scope, program))
    }

    async fn partner(&self, scope: Scope, id: PartnerId) -> Result<Option<Partner>, StorageError> {
        self.look(|conn| partner::by_id(conn, scope, id))
    }

    async fn partner_by_email(
        &self,
        scope: Scope,
        hash: &EmailHash,
    ) -> Result<Option<Partner>, StorageError> {
        self.look(|conn| partner::by_email(conn, scope, hash))
    }

    async fn enrollment(&self, scope: Scope, id: EnrollmentId) -> Result<Option<Enrollment>, StorageError> {
        self.look(|conn| partner::enrollment(conn, scope, id))
    }

    async fn partners(&self, scope: Scope, page: Page<PartnerId>) -> Result<Vec<Partner>, StorageError> {
        self.scan(move |conn| partner::list(conn, scope, &page)).await
    }

    async fn enrollments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<Enrollment>, StorageError> {
        self.scan(move |conn| partner::enrollments(conn, scope, program, partner, &page)).await
    }

    async fn standings(
        &self,
        scope: Scope,
        enrollments: &[EnrollmentId],
    ) -> Result<Vec<Standing>, StorageError> {
        self.look(|conn| partner::standings(conn, scope, enrollments))
    }

    async fn totals(&self, keys: &[TotalKey]) -> Result<Vec<i64>, StorageError> {
        self.look(|conn| keys.iter().map(|key| total::total(conn, key)).collect())
    }

    async fn link(&self, scope: Scope, id: LinkId) -> Result<Option<Link>, StorageError> {
        self.look(|conn| link::by_id(conn, scope, id))
    }

    async fn links(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        page: Page<LinkId>,
    ) -> Result<Vec<Link>, StorageError> {
        self.scan(move |conn| link::list(conn, scope, program, &page)).await
    }

    async fn all_links(&self, page: Page<LinkId>) -> Result<Vec<Link>, StorageError> {
        self.scan(move |conn| link::list_all(conn, &page)).await
    }

    async fn count_links(
        &self,
        partner: PartnerId,
        enrollment: EnrollmentId,
        most: usize,
    ) -> Result<usize, StorageError> {
        self.look(|conn| link::count(conn, partner, enrollment, most))
    }

    async fn slug_is_taken(&self, domain: &str, slug: &str) -> Result<bool, StorageError> {
        self.look(|conn| link::slug_is_taken(conn, domain, slug))
    }

    async fn code(&self, scope: Scope, program: ProgramId, code: &str) -> Result<Option<Code>, StorageError> {
        self.look(|conn| link::code(conn, scope, program, code))
    }

    async fn code_by_id(&self, scope: Scope, id: CodeId) -> Result<Option<Code>, StorageError> {
        self.look(|conn| link::code_by_id(conn, scope, id))
    }

    async fn customer_file(
        &self,
        scope: Scope,
        program: ProgramId,
        external_id: &str,
    ) -> Result<Option<CustomerFile>, StorageError> {
        self.look(|conn| {
            let customer = customer::by_external_id(conn, scope, external_id)?;
            customer::file(conn, scope, program, customer)
        })
    }

    async fn customer_file_by_id(
        &self,
        scope: Scope,
        program: ProgramId,
        id: CustomerId,
    ) -> Result<Option<CustomerFile>, StorageError> {
        self.look(|conn| customer::file(conn, scope, program, customer::by_id(conn, scope, id)?))
    }

    async fn customers_known_as(
        &self,
        scope: Scope,
        hash: &EmailHash,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerId>, StorageError> {
        self.look(|conn| customer::known_as(conn, scope, hash, &page))
    }

    async fn history(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        from: &Position,
        limit: usize,
    ) -> Result<History, StorageError> {
        self.look(|conn| conversion::history(conn, (scope, program), customer, from, limit))
    }

    async fn customer_programs(
        &self,
        program: Option<ProgramId>,
        after: Option<(CustomerId, ProgramId)>,
        limit: usize,
    ) -> Result<Vec<(Scope, CustomerId, ProgramId)>, StorageError> {
        self.scan(move |conn| customer::programs(conn, program, after, limit)).await
    }

    async fn conversion_by_key(
        &self,
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Result<Option<Conversion>, StorageError> {
        self.look(|conn| conversion::by_key(conn, scope, program, kind, (source, external_id)))
    }

    async fn sale_file(
        &self,
        scope: Scope,
        program: ProgramId,
        source: &str,
        external_id: &str,
    ) -> Result<(Option<Conversion>, Vec<Conversion>, u64), StorageError> {
        self.look(|conn| conversion::sale_file(conn, scope, program, source, external_id))
    }

    async fn dossiers(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        page: Page<CustomerId>,
    ) -> Result<Vec<Dossier>, StorageError> {
        self.scan(move |conn| simulation::dossiers(conn, scope, program, since, &page)).await
    }

    async fn count_dossiers(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
    ) -> Result<u64, StorageError> {
        self.scan(move |conn| simulation::count_dossiers(conn, scope, program, since)).await
    }

    async fn kept_changes(
        &self,
        scope: Scope,
        simulation: SimulationId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<KeptChange>, StorageError> {
        self.scan(move |conn| simulation::changes(conn, scope, simulation, after, limit)).await
    }

    async fn conversions(
        &self,
        scope: Scope,
        filter: &ConversionFilter,
        page: Page<ConversionId>,
    ) -> Result<Vec<Conversion>, StorageError> {
        let filter = filter.clone();
        self.scan(move |conn| conversion::list(conn, scope, &filter, &page)).await
    }

    async fn weighed(
        &self,
        scope: Scope,
        partner: PartnerId,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Result<Vec<(Conversion, Decision)>, StorageError> {
        self.scan(move |conn| conversion::weighed(conn, scope, partner, before, limit)).await
    }

    async fn case_file(&self, scope: Scope, id: ConversionId) -> Result<Option<CaseFile>, StorageError> {
        self.look(|conn| conversion::case_file(conn, scope, id))
    }

    async fn commissions(
        &self,
        scope: Scope,
        filter: &CommissionFilter,
        page: Page<CommissionId>,
    ) -> Result<Vec<Commission>, StorageError> {
        let filter = filter.clone();
        self.scan(move |conn| commission::list(conn, scope, &filter, &page)).await
    }

    async fn grants(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        keys: &str,
    ) -> Result<Vec<Commission>, StorageError> {
        let keys = keys.to_owned();
        self.scan(move |conn| commission::grants(conn, scope, enrollment, &keys)).await
    }

    async fn commission_files(
        &self,
        scope: Scope,
        ids: &[CommissionId],
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        self.look(|conn| commission::files(conn, scope, ids))
    }

    async fn due_commissions(
        &self,
        scope: Scope,
        program: ProgramId,
        now: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        self.scan(move |conn| commission::due(conn, scope, program, now, limit)).await
    }

    async fn enrollments_to_state(
        &self,
        scope: Scope,
        program: ProgramId,
        before: Instant,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<EnrollmentId>, StorageError> {
        self.scan(move |conn| commission::enrollments_to_state(conn, scope, program, before, &page)).await
    }

    async fn unstated_commissions(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        self.scan(move |conn| commission::unstated(conn, scope, enrollment, before, limit)).await
    }

    async fn unstated(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
    ) -> Result<Unstated, StorageError> {
        self.scan(move |conn| commission::unstated_sums(conn, scope, enrollment, before)).await
    }

    async fn statements_of(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
    ) -> Result<(Vec<Statement>, u64), StorageError> {
        self.look(|conn| statement::of_enrollment(conn, scope, enrollment))
    }

    async fn statements(
        &self,
        scope: Scope,
        partner: Option<PartnerId>,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError> {
        self.scan(move |conn| statement::list(conn, scope, partner, &page)).await
    }

    async fn last_statement_number(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<(u32, u64), StorageError> {
        self.look(|conn| statement::last_number(conn, scope, program))
    }

    async fn statement_file(
        &self,
        scope: Scope,
        id: StatementId,
    ) -> Result<Option<StatementFile>, StorageError> {
        self.scan(move |conn| statement::file(conn, scope, id)).await
    }

    async fn payable_statements(
        &self,
        scope: Scope,
        program: ProgramId,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError> {
        self.scan(move |conn| payout::payable_statements(conn, scope, program, &page)).await
    }

    async fn stated(
        &self,
        scope: Scope,
        statement: StatementId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<(StatementLine, Commission, u64)>, StorageError> {
        self.scan(move |conn| payout::stated(conn, scope, statement, after, limit)).await
    }

    async fn left_out(
        &self,
        scope: Scope,
        batch: BatchId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<LeftOut>, StorageError> {
        self.scan(move |conn| payout::left_out(conn, scope, batch, after, limit)).await
    }

    async fn transfer_tallies(
        &self,
        scope: Scope,
        batch: BatchId,
    ) -> Result<Vec<TransferTally>, StorageError> {
        self.scan(move |conn| payout::tally(conn, scope, batch)).await
    }

    async fn ledger(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
        page: Page<EntryId>,
    ) -> Result<Vec<Entry>, StorageError> {
        let filter = *filter;
        self.scan(move |conn| entry::ledger(conn, scope, &filter, &page)).await
    }

    async fn trial_balance(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
    ) -> Result<Vec<AccountSum>, StorageError> {
        let filter = *filter;
        self.scan(move |conn| entry::trial_balance(conn, scope, &filter)).await
    }

    async fn liabilities(&self, scope: Scope, program: ProgramId) -> Result<Vec<Liability>, StorageError> {
        self.scan(move |conn| payout::liabilities(conn, scope, program)).await
    }

    async fn balances(&self, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, StorageError> {
        self.scan(move |conn| entry::balances(conn, scope, program)).await
    }

    async fn facts(
        &self,
        scope: Option<Scope>,
        after: u64,
        limit: usize,
    ) -> Result<Vec<NumberedFact>, StorageError> {
        self.scan(move |conn| fact::list(conn, scope, after, limit)).await
    }

    async fn due_jobs(&self, now: Instant, limit: usize) -> Result<Vec<Job>, StorageError> {
        self.look(|conn| job::due(conn, now, limit))
    }

    async fn jobs_after(&self, after: Instant, page: Page<JobId>) -> Result<Vec<Job>, StorageError> {
        self.scan(move |conn| job::after(conn, after, &page)).await
    }

    async fn probe(&self) -> Result<(), StorageError> {
        self.probe.ask(&self.writer).await
    }

    async fn forget_expired(&self, before: Instant) -> Result<(), StorageError> {
        // Nothing is expected of a deletion, and it takes nobody's place.
        self.writer.forget_expired(before).await.map_err(storage_fault)
    }

    async fn scrub(&self) -> Result<bool, StorageError> {
        self.writer.scrub().await
    }

    async fn scrub_rest(&self) -> Result<bool, StorageError> {
        self.writer.scrub_rest().await
    }

    async fn audit(&self) -> Result<Audit, StorageError> {
        self.scan(audit::audit).await
    }
}
