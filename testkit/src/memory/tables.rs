//! The tables of the book in memory, and what is unique in them.

use commission::{Commission, Counted, Dispute, Entry};
use conversion::{Conversion, Correction, Decision, Kind, Review};
use engine::ports::{Answer, AuditRecord, Job, OutgoingLetter, Page, Unique, VersionKey};
use facts::Fact;
use payout::{Batch, LeftOut, Method, PayingAccount, Statement, StatementLine, Transfer};
use program::{
    ApiKey, Code, DailyRate, Enrollment, Group, Invitation, Link, Logo, Membership, Partner, Policy, Program,
    Session, Terms, Throttle, Token, User, Workspace,
};
use referral::{Customer, Deal, ExternalId, Referral, Submission, Touch};
use report::{KeptChange, Simulation};
use settlement::TotalOf;
use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};
use words::{
    AuditId, BatchId, CodeId, CommissionId, ConversionId, CorrectionId, CustomerId, Day, DealId, DecisionId,
    DisputeId, EnrollmentId, EntryId, ExternalIdId, FactId, GroupId, Instant, InvitationId, JobId, KeyId,
    LetterId, LinkId, MembershipId, MethodId, PartnerId, PolicyId, ProgramId, RateId, ReferralId, ReviewId,
    Scope, SessionId, SimulationId, StatementId, SubmissionId, TermsId, TouchId, TransferId, UserId,
    WorkspaceId,
};

#[derive(Default)]
pub(super) struct Tables {
    pub(super) workspaces: BTreeMap<WorkspaceId, Workspace>,
    pub(super) keys: BTreeMap<KeyId, ApiKey>,
    pub(super) programs: BTreeMap<ProgramId, Program>,
    pub(super) policies: BTreeMap<PolicyId, Policy>,
    pub(super) groups: BTreeMap<GroupId, Group>,
    pub(super) logos: BTreeMap<ProgramId, Logo>,
    pub(super) terms: BTreeMap<TermsId, Terms>,
    pub(super) partners: BTreeMap<PartnerId, Partner>,
    pub(super) enrollments: BTreeMap<EnrollmentId, Enrollment>,
    pub(super) links: BTreeMap<LinkId, Link>,
    pub(super) codes: BTreeMap<CodeId, Code>,
    pub(super) customers: BTreeMap<CustomerId, Customer>,
    pub(super) touches: BTreeMap<TouchId, Touch>,
    pub(super) referrals: BTreeMap<ReferralId, Referral>,
    pub(super) conversions: BTreeMap<ConversionId, Conversion>,
    /// By what they decide: a later decision takes the earlier one's place.
    pub(super) decisions: BTreeMap<ConversionId, Decision>,
    pub(super) corrections: BTreeMap<CorrectionId, Correction>,
    pub(super) reviews: BTreeMap<ReviewId, Review>,
    pub(super) commissions: BTreeMap<CommissionId, Commission>,
    pub(super) disputes: BTreeMap<DisputeId, Dispute>,
    pub(super) statements: BTreeMap<StatementId, Statement>,
    pub(super) deals: BTreeMap<DealId, Deal>,
    pub(super) submissions: BTreeMap<SubmissionId, Submission>,
    pub(super) simulations: BTreeMap<SimulationId, Simulation>,
    pub(super) methods: BTreeMap<MethodId, Method>,
    pub(super) paying_accounts: BTreeMap<ProgramId, PayingAccount>,
    pub(super) daily_rates: BTreeMap<RateId, DailyRate>,
    /// By simulation and place.
    pub(super) kept_changes: BTreeMap<(SimulationId, u64), KeptChange>,
    /// By statement and place.
    pub(super) lines: BTreeMap<(StatementId, u32), StatementLine>,
    pub(super) batches: BTreeMap<BatchId, Batch>,
    pub(super) transfers: BTreeMap<TransferId, Transfer>,
    /// By batch and place.
    pub(super) left_out: BTreeMap<(BatchId, u32), LeftOut>,
    pub(super) external_ids: BTreeMap<ExternalIdId, ExternalId>,
    pub(super) entries: BTreeMap<EntryId, Entry>,
    /// By number.
    pub(super) facts: BTreeMap<u64, Fact>,
    pub(super) jobs: BTreeMap<JobId, Job>,
    /// By key, operation and idempotency key.
    pub(super) answers: BTreeMap<(String, String, String), Answer>,
    pub(super) audit_log: BTreeMap<AuditId, AuditRecord>,
    pub(super) users: BTreeMap<UserId, User>,
    pub(super) memberships: BTreeMap<MembershipId, Membership>,
    pub(super) sessions: BTreeMap<SessionId, Session>,
    /// By hash.
    pub(super) tokens: BTreeMap<String, Token>,
    pub(super) invitations: BTreeMap<InvitationId, Invitation>,
    pub(super) throttles: BTreeMap<String, Throttle>,
    /// When keys and sessions were last used, by their ids.
    pub(super) uses: BTreeMap<String, Instant>,
    pub(super) letters: BTreeMap<LetterId, OutgoingLetter>,
    pub(super) versions: BTreeMap<VersionKey, u64>,
    /// Minor units that an enrollment earned from conversions of a month.
    /// What was counted, by whose it is, what, and the day.
    pub(super) totals: BTreeMap<(TotalOf, Counted, Day), i64>,
    /// Every claim with the row that holds it.
    pub(super) claims: BTreeMap<Claim, Owner>,
}

/// What at most one row may have.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Claim {
    KeyHash(String),
    PolicyVersion(ProgramId, u32),
    TermsVersion(GroupId, u32),
    Enrollment(ProgramId, PartnerId),
    Slug { domain: String, slug: String },
    Code(ProgramId, String),
    Customer(Scope, String),
    Touch(CustomerId, String),
    Grant(EnrollmentId, String),
    Referral(ProgramId, CustomerId),
    Conversion { scope: Scope, program: ProgramId, kind: Kind, source: String, external_id: String },
    Decision(DecisionId),
    Review(ConversionId),
    Statement(EnrollmentId, Instant),
    StatementNumber(ProgramId, u32),
    Payment(StatementId),
    ExternalId { scope: Scope, system: String, kind: String, external_id: String },
    Entry(EntryId),
    Fact(FactId),
    User(String),
    Seat(WorkspaceId, UserId, String),
}

/// The id of the row that holds a claim, in text.
pub(super) type Owner = String;

impl Claim {
    pub(super) fn unique(&self) -> Unique {
        match self {
            Claim::Enrollment(..) => Unique::Enrollment,
            Claim::Slug { .. } => Unique::Slug,
            Claim::Code(..) => Unique::Code,
            Claim::Customer(..) => Unique::Customer,
            Claim::Touch(..) => Unique::Touch,
            Claim::Grant(..) => Unique::Grant,
            Claim::Conversion { .. } => Unique::Conversion,
            Claim::Payment(_) => Unique::Payment,
            Claim::ExternalId { .. } => Unique::ExternalId,
            Claim::User(_) => Unique::User,
            Claim::Seat(..) => Unique::Membership,
            Claim::KeyHash(_)
            | Claim::PolicyVersion(..)
            | Claim::TermsVersion(..)
            | Claim::Referral(..)
            | Claim::Decision(_)
            | Claim::Review(_)
            | Claim::Statement(..)
            | Claim::StatementNumber(..)
            | Claim::Entry(_)
            | Claim::Fact(_) => Unique::Other,
        }
    }

    pub(super) fn conversion(
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Self {
        let (source, external_id) = (source.to_owned(), external_id.to_owned());
        Claim::Conversion { scope, program, kind, source, external_id }
    }
}

/// How many rows each of the named tables has.
macro_rules! counts {
    ($tables:expr, $($table:ident),* $(,)?) => {
        BTreeMap::from([$((stringify!($table), $tables.$table.len())),*])
    };
}

impl Tables {
    /// Rows by table; without what only remembers that somebody asked.
    pub(super) fn counts(&self) -> BTreeMap<&'static str, usize> {
        counts!(
            self,
            workspaces,
            keys,
            programs,
            policies,
            groups,
            logos,
            terms,
            partners,
            enrollments,
            links,
            codes,
            customers,
            touches,
            referrals,
            conversions,
            decisions,
            corrections,
            reviews,
            deals,
            submissions,
            simulations,
            kept_changes,
            methods,
            paying_accounts,
            daily_rates,
            commissions,
            disputes,
            statements,
            lines,
            batches,
            transfers,
            left_out,
            external_ids,
            entries,
            facts,
            jobs,
            audit_log,
            users,
            memberships,
            sessions,
            tokens,
            invitations,
            letters,
            versions,
            totals
        )
    }

    pub(super) fn version(&self, key: &VersionKey) -> u64 {
        self.versions.get(key).copied().unwrap_or(0)
    }

    /// The id of the row that holds a claim.
    pub(super) fn owner<I: std::str::FromStr>(&self, claim: &Claim) -> Option<I> {
        self.claims.get(claim)?.parse().ok()
    }
}

/// The page's rows among those that `keep` wants.
pub(super) fn page_of<I: Copy + Ord, V: Clone>(
    table: &BTreeMap<I, V>,
    page: &Page<I>,
    keep: impl Fn(&V) -> bool,
) -> Vec<V> {
    let after = page.after.map_or(Unbounded, Excluded);
    let rows = table.range((after, Unbounded)).map(|(_, row)| row);
    rows.filter(|row| keep(row)).take(page.limit).cloned().collect()
}

/// The rows that `keep` wants, in order of their keys.
pub(super) fn rows_of<I: Ord, V: Clone>(table: &BTreeMap<I, V>, keep: impl Fn(&V) -> bool) -> Vec<V> {
    table.values().filter(|row| keep(row)).cloned().collect()
}
