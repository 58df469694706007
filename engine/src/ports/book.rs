//! The book: the relational store of everything but clicks.

use super::audit::Audit;
use super::books::{AccountSum, LedgerFilter, Liability, TransferTally};
use super::clue::ProgramClue;
use super::directory::Directory;
use super::files::{CaseFile, CustomerFile, Dossier, History, Standing};
use super::people::People;
use super::query::ListQuery;
use super::{
    changes::{Changes, CommitError, NumberedFact, Row, StorageError, TotalKey},
    jobs::Job,
};
use async_trait::async_trait;
use commission::{Account, Commission, Entry};
use conversion::{Conversion, Decision, Kind, Position};
use payout::{LeftOut, PayingAccount, Statement, StatementLine};
use program::{ApiKey, Code, Enrollment, Group, Link, Logo, Partner, Policy, Program, Terms, Workspace};
use report::{ConversionTallies, KeptChange, Question};
use serde::{Deserialize, Serialize};
use words::{
    BatchId, CodeId, CommissionId, ConversionId, Currency, CustomerId, EmailHash, EnrollmentId, EntryId,
    Instant, JobId, LinkId, PartnerId, ProgramId, Scope, SimulationId, StatementId,
};

/// A page of a list: rows after the cursor, in ascending order of id, at most `limit`.
#[derive(Clone, Debug)]
pub struct Page<I> {
    pub after: Option<I>,
    pub limit: usize,
}

/// All that deciding and pricing need to know of a program.
#[derive(Clone, PartialEq, Debug)]
pub struct Rulebook {
    pub program: Program,
    pub policies: Vec<Policy>,
    pub groups: Vec<Group>,
    pub terms: Vec<Terms>,
    /// The version of `VersionKey::Rules`.
    pub version: u64,
}

/// What commissions have for the next statement, added up, in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Unstated {
    pub total: i64,
    /// What of it takes back what earlier statements show, above zero.
    pub taken_back: i64,
    /// What of it gives back of that.
    pub given_back: i64,
}

#[derive(Clone, PartialEq, Debug)]
pub struct StatementFile {
    pub statement: Statement,
    /// In the order of their places.
    /// Without a conversion where the commission rests on none.
    pub lines: Vec<(StatementLine, Commission, Option<Conversion>)>,
}

#[derive(Clone, Debug, Default)]
pub struct ConversionFilter {
    pub program: Option<ProgramId>,
    pub kind: Option<Kind>,
    pub customer: Option<CustomerId>,
    pub external_id: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct CommissionFilter {
    pub program: Option<ProgramId>,
    pub enrollment: Option<EnrollmentId>,
    pub partner: Option<PartnerId>,
    pub conversion: Option<ConversionId>,
    pub state: Option<commission::State>,
}

/// An account's balance: debits positive, credits negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Balance {
    pub enrollment: EnrollmentId,
    pub account: Account,
    pub currency: Currency,
    pub amount: i64,
}

/// What was answered under an idempotency key: kept for `ANSWER_KEPT_HOURS`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Who asked: a key, or a user in a workspace.
    pub asker: String,
    pub operation: String,
    pub idempotency_key: String,
    /// SHA-256 of the request's body.
    pub body_hash: String,
    /// The deed's result in its stored form.
    pub result: String,
    pub at: Instant,
}

/// Reads see committed state only; each call sees one moment. A row of another scope is as absent
/// as one that does not exist.
#[async_trait]
pub trait Book: People + Directory {
    /// Commits all of `changes` or nothing, durably when it answers `Ok`. `name` is the deed's,
    /// for metrics and logs. Facts are numbered in the order of commits, without gaps. Commits of
    /// several callers may share one transaction and one fsync; a failing one leaves the others be.
    async fn commit(&self, name: &'static str, changes: Changes) -> Result<(), CommitError>;

    async fn workspaces(&self) -> Result<Vec<Workspace>, StorageError>;
    async fn key_by_hash(&self, hash: &str) -> Result<Option<ApiKey>, StorageError>;
    /// None also when the answer was given before `since`.
    async fn answer(
        &self,
        asker: &str,
        operation: &str,
        idempotency_key: &str,
        since: Instant,
    ) -> Result<Option<Answer>, StorageError>;

    /// A page of any noun, see [`ListQuery`].
    async fn list(&self, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, StorageError>;

    /// What was credited within a period, added up.
    async fn tally(&self, scope: Scope, asked: &Question) -> Result<ConversionTallies, StorageError>;

    async fn programs(&self, scope: Scope) -> Result<Vec<Program>, StorageError>;
    /// Programs of every workspace, for the redirect.
    async fn all_programs(&self) -> Result<Vec<Program>, StorageError>;
    /// The programs that know the clue, in ascending order, each once.
    async fn programs_knowing(
        &self,
        scope: Scope,
        clue: ProgramClue<'_>,
    ) -> Result<Vec<ProgramId>, StorageError>;
    async fn logo(&self, program: ProgramId) -> Result<Option<Logo>, StorageError>;
    /// From which the program's payouts are paid.
    async fn paying_account(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<Option<PayingAccount>, StorageError>;
    async fn rulebook(&self, scope: Scope, program: ProgramId) -> Result<Option<Rulebook>, StorageError>;

    async fn partner(&self, scope: Scope, id: PartnerId) -> Result<Option<Partner>, StorageError>;
    /// The oldest with the address.
    async fn partner_by_email(&self, scope: Scope, hash: &EmailHash)
    -> Result<Option<Partner>, StorageError>;
    async fn enrollment(&self, scope: Scope, id: EnrollmentId) -> Result<Option<Enrollment>, StorageError>;
    async fn partners(&self, scope: Scope, page: Page<PartnerId>) -> Result<Vec<Partner>, StorageError>;
    async fn enrollments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<Enrollment>, StorageError>;
    async fn standings(
        &self,
        scope: Scope,
        enrollments: &[EnrollmentId],
    ) -> Result<Vec<Standing>, StorageError>;

    /// What was counted, in the order of the keys; 0 where nothing was.
    async fn totals(&self, keys: &[TotalKey]) -> Result<Vec<i64>, StorageError>;

    async fn link(&self, scope: Scope, id: LinkId) -> Result<Option<Link>, StorageError>;
    async fn links(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        page: Page<LinkId>,
    ) -> Result<Vec<Link>, StorageError>;
    /// Links of every workspace, for the redirect.
    async fn all_links(&self, page: Page<LinkId>) -> Result<Vec<Link>, StorageError>;
    /// How many links an enrollment of the partner has, archived ones included; counts to `most` and no further.
    async fn count_links(
        &self,
        partner: PartnerId,
        enrollment: EnrollmentId,
        most: usize,
    ) -> Result<usize, StorageError>;
    /// Slugs are unique over all workspaces, earlier ones that still lead somewhere included.
    async fn slug_is_taken(&self, domain: &str, slug: &str) -> Result<bool, StorageError>;
    async fn code(&self, scope: Scope, program: ProgramId, code: &str) -> Result<Option<Code>, StorageError>;
    async fn code_by_id(&self, scope: Scope, id: CodeId) -> Result<Option<Code>, StorageError>;

    async fn customer_file(
        &self,
        scope: Scope,
        program: ProgramId,
        external_id: &str,
    ) -> Result<Option<CustomerFile>, StorageError>;
    async fn customer_file_by_id(
        &self,
        scope: Scope,
        program: ProgramId,
        id: CustomerId,
    ) -> Result<Option<CustomerFile>, StorageError>;
    /// Customers who were ever known under the mailbox or company, in ascending order of id after the cursor.
    async fn customers_known_as(
        &self,
        scope: Scope,
        hash: &EmailHash,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerId>, StorageError>;
    /// At most `limit` conversions from the position on, with what belongs to them.
    async fn history(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        from: &Position,
        limit: usize,
    ) -> Result<History, StorageError>;
    /// (scope, customer, program) of every customer with a conversion or touch in a program, or in this one, in
    /// ascending order of customer then program.
    async fn customer_programs(
        &self,
        program: Option<ProgramId>,
        after: Option<(CustomerId, ProgramId)>,
        limit: usize,
    ) -> Result<Vec<(Scope, CustomerId, ProgramId)>, StorageError>;

    /// Customers with a lead or sale in the program since then, in ascending order of id after the cursor, at most
    /// `limit`; touches in no particular order.
    async fn dossiers(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        page: Page<CustomerId>,
    ) -> Result<Vec<Dossier>, StorageError>;
    /// How many customers that are.
    async fn count_dossiers(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
    ) -> Result<u64, StorageError>;
    /// The changes that a simulation keeps, by place after the cursor, at most `limit`.
    async fn kept_changes(
        &self,
        scope: Scope,
        simulation: SimulationId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<KeptChange>, StorageError>;

    async fn conversion_by_key(
        &self,
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Result<Option<Conversion>, StorageError>;
    /// The sale, if it was reported; every refund, chargeback and reversal that names it or one of its refunds, also those
    /// that came before it; and the version of its `VersionKey::Sale`.
    async fn sale_file(
        &self,
        scope: Scope,
        program: ProgramId,
        source: &str,
        external_id: &str,
    ) -> Result<(Option<Conversion>, Vec<Conversion>, u64), StorageError>;
    async fn conversions(
        &self,
        scope: Scope,
        filter: &ConversionFilter,
        page: Page<ConversionId>,
    ) -> Result<Vec<Conversion>, StorageError>;
    /// Leads and sales in whose decision a touch of the partner was weighed, newest first by their ids, before (that
    /// is, older than) a conversion, at most `limit`.
    async fn weighed(
        &self,
        scope: Scope,
        partner: PartnerId,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Result<Vec<(Conversion, Decision)>, StorageError>;
    async fn case_file(&self, scope: Scope, id: ConversionId) -> Result<Option<CaseFile>, StorageError>;

    async fn commissions(
        &self,
        scope: Scope,
        filter: &CommissionFilter,
        page: Page<CommissionId>,
    ) -> Result<Vec<Commission>, StorageError>;
    /// What the enrollment was granted under keys that begin so, in the order of the keys.
    async fn grants(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        keys: &str,
    ) -> Result<Vec<Commission>, StorageError>;
    /// The commissions of these ids, in that order, each with its customer's version; unknown ones are left out.
    async fn commission_files(
        &self,
        scope: Scope,
        ids: &[CommissionId],
    ) -> Result<Vec<(Commission, u64)>, StorageError>;
    /// Pending commissions with something to approve whose hold has ended by `now`, each with its
    /// customer's version.
    async fn due_commissions(
        &self,
        scope: Scope,
        program: ProgramId,
        now: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError>;
    /// Enrollments with approved commissions (approved before `before`) that statements do not show
    /// in full, with an open statement, or whose last statement carries an amount over; ascending by
    /// id after the cursor.
    async fn enrollments_to_state(
        &self,
        scope: Scope,
        program: ProgramId,
        before: Instant,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<EnrollmentId>, StorageError>;
    /// Commissions of the enrollment approved before `before` whose `unstated` is not zero, by
    /// occurrence, each with its customer's version.
    async fn unstated_commissions(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError>;

    /// What the enrollment's commissions approved before `before` have `unstated`, added up.
    async fn unstated(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
    ) -> Result<Unstated, StorageError>;

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
    /// What a batch left out, by place after `after`.
    async fn left_out(
        &self,
        scope: Scope,
        batch: BatchId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<LeftOut>, StorageError>;
    /// A batch's transfers by status, in order of status; none of what there are none.
    async fn transfer_tallies(
        &self,
        scope: Scope,
        batch: BatchId,
    ) -> Result<Vec<TransferTally>, StorageError>;

    /// Entries in ascending order of id after the cursor, at most `limit`.
    async fn ledger(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
        page: Page<EntryId>,
    ) -> Result<Vec<Entry>, StorageError>;
    /// What each account was debited and credited by the entries that the filter wants, in order of account and
    /// currency; accounts without postings left out.
    async fn trial_balance(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
    ) -> Result<Vec<AccountSum>, StorageError>;
    /// What the program owes, by day, kind and currency, in that order.
    async fn liabilities(&self, scope: Scope, program: ProgramId) -> Result<Vec<Liability>, StorageError>;

    /// Balances of the program's accounts, in order of enrollment and account; zeros left out.
    async fn balances(&self, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, StorageError>;

    /// Facts of the scope (none: of all) with a number greater than `after`, in order.
    async fn facts(
        &self,
        scope: Option<Scope>,
        after: u64,
        limit: usize,
    ) -> Result<Vec<NumberedFact>, StorageError>;
    /// The number of the last fact, found by doubling and halving: facts are numbered without gaps, so that one exists
    /// beyond a number exactly when the number is less than the last.
    async fn last_fact(&self) -> Result<u64, StorageError> {
        let (mut known, mut step) = (0, 1);
        while !self.facts(None, known + step - 1, 1).await?.is_empty() {
            known += step;
            step *= 2;
        }
        while step > 1 {
            step /= 2;
            if !self.facts(None, known + step - 1, 1).await?.is_empty() {
                known += step;
            }
        }
        Ok(known)
    }
    async fn due_jobs(&self, now: Instant, limit: usize) -> Result<Vec<Job>, StorageError>;
    /// Those that are due later than `after`, in order of id.
    async fn jobs_after(&self, after: Instant, page: Page<JobId>) -> Result<Vec<Job>, StorageError>;
    /// Drops answers given, sessions and one-time links expired, and throttles that failed last, before
    /// `before`; in parts, between which others commit.
    async fn forget_expired(&self, before: Instant) -> Result<(), StorageError>;
    /// Leaves no trace in the files of what rows held before. False: a reader of an earlier state is in the way; nobody
    /// waits for it, and [`Book::scrub_rest`] tries again.
    async fn scrub(&self) -> Result<bool, StorageError>;

    /// Goes on with what a scrub left, and costs nothing when that is nothing. False: a reader is still in the way.
    async fn scrub_rest(&self) -> Result<bool, StorageError> {
        self.scrub().await
    }

    /// Whether something can be written just now, known anew every few seconds.
    async fn probe(&self) -> Result<(), StorageError> {
        self.workspaces().await.map(drop)
    }

    async fn audit(&self) -> Result<Audit, StorageError>;
}
