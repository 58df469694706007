//! What a deed decided, as data: one value that a book commits whole or not at all.

use super::{api_keys::Use, audit_log::AuditRecord, commits::Answer, jobs::JobChange, letters::LetterChange};
use commission::{Commission, Dispute, Entry};
use conversion::{Conversion, Correction, Decision, Kind, Review};
use facts::Fact;
use payout::{Batch, LeftOut, Method, PayingAccount, Statement, StatementLine, Transfer};
use program::{
    ApiKey, BudgetLevel, Code, DailyRate, Enrollment, Group, Invitation, Link, Logo, Membership, Partner,
    Policy, Program, Session, Terms, Throttle, Token, User, Workspace,
};
use referral::{Customer, Deal, ExternalId, NamedObject, Referral, Submission, Touch};
use report::{KeptChange, Simulation};
use settlement::{TotalChange, TotalGuard};
use std::collections::HashSet;
use words::{
    BatchId, CodeId, CustomerId, Day, EmailHash, EnrollmentId, ExternalIdId, KeyId, LinkId, PartnerId,
    ProgramId, Scope, SimulationId, UserId, Window, WorkspaceId,
};

/// Book transactions stay under this many rows; longer deeds go in resumable chunks.
pub const ROWS_PER_COMMIT_MAX: usize = 500;

/// A row of the book. Written by its identity: new, or in place of the row with the same.
#[derive(Clone, PartialEq, Debug)]
pub enum Row {
    Workspace(Workspace),
    ApiKey(ApiKey),
    Program(Program),
    Policy(Policy),
    Group(Group),
    /// One per program.
    Logo(Logo),
    Terms(Terms),
    Partner(Partner),
    Enrollment(Enrollment),
    Link(Link),
    Code(Code),
    Customer(Customer),
    Touch(Touch),
    Referral(Referral),
    Conversion(Conversion),
    /// One per conversion; a later decision takes the earlier one's place (facts keep both).
    Decision(Decision),
    Correction(Correction),
    /// One per conversion.
    Review(Review),
    Commission(Commission),
    Dispute(Dispute),
    Statement(Statement),
    StatementLine(StatementLine),
    Batch(Box<Batch>),
    Transfer(Box<Transfer>),
    /// By batch and place.
    LeftOut(LeftOut),
    Deal(Deal),
    Submission(Submission),
    Simulation(Simulation),
    /// By simulation and place.
    KeptChange(Box<KeptChange>),
    Method(Method),
    /// One per program.
    PayingAccount(PayingAccount),
    DailyRate(DailyRate),
    ExternalId(ExternalId),
    User(User),
    Membership(Membership),
    Session(Session),
    Token(Token),
    Invitation(Invitation),
    Throttle(Throttle),
    Use(Use),
}

/// How much of a mailbox's hash its version key holds, in hexadecimal digits: many mailboxes share one of 65,536 keys.
const MAILBOX_KEY_CHARACTERS: usize = 4;

/// What several deeds might read and change at once, each with a version that counts commits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum VersionKey {
    /// A customer with touches, conversions, decisions and commissions.
    Customer(CustomerId),
    /// Who has a verified mailbox, or one whose hash begins alike, so that two ids of one customer cannot miss each other.
    Mailbox(Scope, EmailHash),
    /// A sale's identity, so that a refund and its sale cannot miss each other.
    Sale {
        scope: Scope,
        program: ProgramId,
        source: String,
        external_id: String,
    },
    /// Which of a scope's programs is the default.
    DefaultProgram(Scope),
    /// A refund's identity, so that it and its reversals cannot miss each other.
    Refund {
        scope: Scope,
        program: ProgramId,
        source: String,
        external_id: String,
    },
    /// Which workspace a link host belongs to.
    LinkHost(String),
    /// A program with its groups, policies and terms.
    Rules(ProgramId),
    /// Whether and under which terms an enrollment earns, the partner's e-mail address included.
    Enrollment(EnrollmentId),
    Partner(PartnerId),
    /// Who applies under an e-mail address.
    Applicant(Scope, EmailHash),
    Link(LinkId),
    /// The links that an enrollment's partner makes.
    OwnLinks(EnrollmentId),
    Code(CodeId),
    /// What an enrollment was granted beside its conversions.
    Grants(EnrollmentId),
    /// An enrollment's statements.
    Statements(EnrollmentId),
    /// The numbers of a program's closed statements.
    StatementNumbers(ProgramId),
    /// A batch with its transfers.
    Batch(BatchId),
    Simulation(SimulationId),
    /// The deals of a program, so that of two approvals one sees the other.
    Deals(ProgramId),
    /// What was submitted in lead forms.
    Submissions(Scope),
    /// An enrollment's disputes.
    Disputes(EnrollmentId),
    /// An object's ids in other systems.
    ExternalIds(NamedObject),
    /// Whether the team was told that so much of the budget is spent in the window that begins then.
    Budget {
        program: ProgramId,
        window: Window,
        first: Day,
        level: BudgetLevel,
        from: i64,
    },
    /// A user's password, second factor and generation.
    User(UserId),
    /// A workspace's members and invitations.
    Team(WorkspaceId),
    /// A one-time link, by its hash.
    Token(String),
    Throttle(String),
    ApiKey(KeyId),
    /// How many keys a workspace has.
    Keys(WorkspaceId),
}

impl VersionKey {
    pub fn sale(scope: Scope, program: ProgramId, source: &str, external_id: &str) -> Self {
        let (source, external_id) = (source.to_owned(), external_id.to_owned());
        VersionKey::Sale { scope, program, source, external_id }
    }

    pub fn refund(scope: Scope, program: ProgramId, source: &str, external_id: &str) -> Self {
        let (source, external_id) = (source.to_owned(), external_id.to_owned());
        VersionKey::Refund { scope, program, source, external_id }
    }

    /// What counts the commits on a commission: its customer's, or those of what the enrollment was granted.
    pub fn of_commission(commission: &Commission) -> Self {
        commission.customer.map_or(VersionKey::Grants(commission.enrollment), VersionKey::Customer)
    }

    /// The key as it is stored.
    pub fn text(&self) -> String {
        match self {
            VersionKey::Customer(id) => id.to_string(),
            VersionKey::Sale { scope, program, source, external_id } => {
                let sale = Conversion::key_of(Kind::Sale, source, external_id);
                format!("{}/{}/{program}/{sale}", scope.workspace, scope.mode)
            }
            // The beginning of the hash only: it outlives the customer, and must not name them.
            VersionKey::Mailbox(scope, hash) => {
                let beginning: String = hash.0.chars().take(MAILBOX_KEY_CHARACTERS).collect();
                format!("mailbox/{}/{}/{beginning}", scope.workspace, scope.mode)
            }
            VersionKey::DefaultProgram(scope) => {
                format!("default_program/{}/{}", scope.workspace, scope.mode)
            }
            VersionKey::Refund { scope, program, source, external_id } => {
                let refund = Conversion::key_of(Kind::Refund, source, external_id);
                format!("{}/{}/{program}/{refund}", scope.workspace, scope.mode)
            }
            VersionKey::LinkHost(host) => format!("link_host/{host}"),
            VersionKey::Rules(id) => format!("rules/{id}"),
            VersionKey::Enrollment(id) => id.to_string(),
            VersionKey::Partner(id) => id.to_string(),
            VersionKey::Applicant(scope, hash) => {
                format!("applicant/{}/{}/{}", scope.workspace, scope.mode, hash.0)
            }
            VersionKey::Submissions(scope) => format!("submissions/{}/{}", scope.workspace, scope.mode),
            VersionKey::Link(id) => id.to_string(),
            VersionKey::Code(id) => id.to_string(),
            VersionKey::OwnLinks(id) => format!("own_links/{id}"),
            VersionKey::Grants(id) => format!("grants/{id}"),
            VersionKey::Batch(id) => id.to_string(),
            VersionKey::Statements(id) => format!("statements/{id}"),
            VersionKey::StatementNumbers(id) => format!("statement_numbers/{id}"),
            VersionKey::Simulation(id) => id.to_string(),
            VersionKey::Deals(id) => format!("deals/{id}"),
            VersionKey::Disputes(id) => format!("disputes/{id}"),
            VersionKey::ExternalIds(object) => format!("external_ids/{object}"),
            VersionKey::Budget { program, window, first, level, from } => {
                format!("budget/{program}/{}/{first}/{}/{from}", window.name(), level.name())
            }
            VersionKey::User(id) => id.to_string(),
            VersionKey::Team(id) => format!("team/{id}"),
            VersionKey::Token(hash) => format!("token/{hash}"),
            VersionKey::Throttle(id) => format!("throttle/{id}"),
            VersionKey::ApiKey(id) => id.to_string(),
            VersionKey::Keys(id) => format!("keys/{id}"),
        }
    }
}

/// The commit goes through only if `key` still has `version` (0: never committed), and adds one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    pub key: VersionKey,
    pub version: u64,
}

/// One deed's changes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes {
    pub expected: Vec<Expected>,
    /// What the deed only read: the commit goes through only if each still has its version, and leaves it as it
    /// is, so that many may rely on the same at once. If two commits each advance what the other one relies on, only one
    /// goes through.
    pub unchanged: Vec<Expected>,
    /// Written in this order. The fields that a store filters or sorts by contain no U+0000, which PostgreSQL cannot store.
    pub rows: Vec<Row>,
    /// External ids to remove. The commit goes through only if each is there.
    pub unlinked: Vec<ExternalIdId>,
    /// The commit goes through only if each total, before the commit's own changes, lies between these bounds.
    pub guards: Vec<TotalGuard>,
    pub totals: Vec<TotalChange>,
    pub entries: Vec<Entry>,
    pub facts: Vec<Fact>,
    pub jobs: Vec<JobChange>,
    /// The deed's answer under the caller's idempotency key.
    pub answer: Option<Answer>,
    pub audit: Vec<AuditRecord>,
    pub letters: Vec<LetterChange>,
    /// A customer of whom no kept answer may speak any more.
    pub forgotten: Option<CustomerId>,
}

impl Changes {
    /// Keeps one of several equal expectations. A commit advances what it expects, so the second would never hold, however
    /// often the deed decides again. Unequal ones stay: then something changed while the deed was reading.
    pub(crate) fn expect_once(&mut self) {
        let mut known = HashSet::new();
        self.expected.retain(|expected| known.insert((expected.key.clone(), expected.version)));
    }

    /// Both deeds' changes as one.
    pub(crate) fn join(&mut self, other: Changes) {
        self.expected.extend(other.expected);
        self.unchanged.extend(other.unchanged);
        self.rows.extend(other.rows);
        self.unlinked.extend(other.unlinked);
        self.guards.extend(other.guards);
        self.totals.extend(other.totals);
        self.entries.extend(other.entries);
        self.facts.extend(other.facts);
        self.jobs.extend(other.jobs);
        self.audit.extend(other.audit);
        self.letters.extend(other.letters);
        self.answer = self.answer.take().or(other.answer);
        self.forgotten = self.forgotten.or(other.forgotten);
    }
}

/// A uniqueness that a commit ran into.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unique {
    Slug,
    Code,
    Enrollment,
    Customer,
    Conversion,
    Touch,
    /// A statement that another transfer pays.
    Payment,
    /// What an enrollment was granted under a key.
    Grant,
    Answer,
    /// The e-mail address of a user.
    User,
    /// A user's seat in a workspace.
    Membership,
    /// A record of another system, which names one object.
    ExternalId,
    /// Any other: two drawn ids met, or a version was published twice.
    Other,
}

impl Unique {
    /// What callers name it by; none for what they do not name.
    pub(crate) fn field(self) -> Option<&'static str> {
        match self {
            Unique::Slug => Some("slug"),
            Unique::Code => Some("code"),
            Unique::Enrollment => Some("partner_id"),
            Unique::Customer => Some("customer_external_id"),
            Unique::Conversion | Unique::ExternalId => Some("external_id"),
            Unique::Payment => Some("statement_id"),
            Unique::Grant => Some("reason"),
            Unique::User | Unique::Membership => Some("email"),
            Unique::Touch | Unique::Answer | Unique::Other => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    #[error("something this deed had read has changed")]
    Conflict,
    #[error("{0:?} is taken")]
    Taken(Unique),
    /// Nothing was committed as far as the store knows. If a connection broke during the commit, it may have been
    /// written. A retry under the same idempotency key or with the same versions finds out.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The store failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("storage: {text}")]
pub struct StorageError {
    pub text: String,
    /// Whether the same may succeed later: a full disk is emptied, a locked file is let go of.
    pub is_passing: bool,
}

impl StorageError {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_passing: false }
    }

    pub fn passing(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_passing: true }
    }
}
