//! Reads of commissions: what is due, what no statement shows yet, what accounts hold.

use super::{
    MemoryBook,
    tables::{Tables, page_of, rows_of},
};
use async_trait::async_trait;
use commission::{Account, Commission, Entry, State};
use engine::ports::{Balance, CommissionFilter, Commissions, Page, StorageError, Unstated, VersionKey};
use payout::{Statement, StatementStatus};
use std::collections::{BTreeMap, BTreeSet};
use words::{CommissionId, Currency, EnrollmentId, Instant, ProgramId, Scope};

impl Tables {
    pub(super) fn commissions(
        &self,
        scope: Scope,
        filter: &CommissionFilter,
        page: &Page<CommissionId>,
    ) -> Vec<Commission> {
        let CommissionFilter { program, enrollment, partner, conversion, state } = filter;
        page_of(&self.commissions, page, |commission| {
            commission.scope == scope
                && program.is_none_or(|program| commission.program == program)
                && enrollment.is_none_or(|enrollment| commission.enrollment == enrollment)
                && partner.is_none_or(|partner| commission.partner == partner)
                && conversion.is_none_or(|conversion| commission.conversion == Some(conversion))
                && state.is_none_or(|state| commission.state() == state)
        })
    }

    fn with_version(&self, commission: Commission) -> (Commission, u64) {
        let version = self.version(&VersionKey::of_commission(&commission));
        (commission, version)
    }

    pub(super) fn commission_files(&self, scope: Scope, ids: &[CommissionId]) -> Vec<(Commission, u64)> {
        let found = ids.iter().filter_map(|id| self.commissions.get(id));
        let own = found.filter(|commission| commission.scope == scope);
        own.map(|commission| self.with_version(commission.clone())).collect()
    }

    pub(super) fn due_commissions(
        &self,
        scope: Scope,
        program: ProgramId,
        now: Instant,
        limit: usize,
    ) -> Vec<(Commission, u64)> {
        let mut due = rows_of(&self.commissions, |commission| {
            (commission.scope, commission.program) == (scope, program)
                && commission.state() == State::Pending
                && commission.net() != 0
                && !commission.awaits_approval
                && commission.hold_until <= now
        });
        due.sort_by_key(|commission| (commission.hold_until, commission.id));
        due.into_iter().take(limit).map(|commission| self.with_version(commission)).collect()
    }

    pub(super) fn enrollments_to_state(
        &self,
        scope: Scope,
        program: ProgramId,
        before: Instant,
        page: &Page<EnrollmentId>,
    ) -> Vec<EnrollmentId> {
        let unstated = self.commissions.values().filter(|commission| {
            (commission.scope, commission.program) == (scope, program) && to_state(commission, before)
        });
        let own = self.statements.values().filter(|it| (it.scope, it.program) == (scope, program));
        let mut last = BTreeMap::<EnrollmentId, &Statement>::new();
        for statement in own {
            let last = last.entry(statement.enrollment).or_insert(statement);
            *last = if statement.until > last.until { statement } else { last };
        }
        let left = last
            .into_values()
            .filter(|it| it.status == StatementStatus::Open || it.carry_over() != 0 || it.owed_back() != 0);
        let unstated = unstated.map(|commission| commission.enrollment);
        let enrollments: BTreeSet<_> = unstated.chain(left.map(|statement| statement.enrollment)).collect();
        let rest = enrollments.into_iter().filter(|&id| page.after.is_none_or(|after| id > after));
        rest.take(page.limit).collect()
    }

    pub(super) fn unstated_commissions(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
        limit: usize,
    ) -> Vec<(Commission, u64)> {
        let mut unstated = rows_of(&self.commissions, |commission| {
            (commission.scope, commission.enrollment) == (scope, enrollment) && to_state(commission, before)
        });
        unstated.sort_by(|a, b| {
            let place = |it: &Commission| (it.occurred_at, it.key.clone(), it.id);
            place(a).cmp(&place(b))
        });
        unstated.into_iter().take(limit).map(|commission| self.with_version(commission)).collect()
    }

    pub(super) fn grants(&self, scope: Scope, enrollment: EnrollmentId, keys: &str) -> Vec<Commission> {
        let mut grants = rows_of(&self.commissions, |it| {
            (it.scope, it.enrollment) == (scope, enrollment) && it.is_grant() && it.key.starts_with(keys)
        });
        grants.sort_by(|a, b| a.key.cmp(&b.key));
        grants
    }

    pub(super) fn unstated(&self, scope: Scope, enrollment: EnrollmentId, before: Instant) -> Unstated {
        let unstated = self.commissions.values().filter(|commission| {
            (commission.scope, commission.enrollment) == (scope, enrollment) && to_state(commission, before)
        });
        unstated.fold(Unstated::default(), |sums, commission| {
            let (amount, is_stated) = (commission.unstated(), i64::from(commission.statement.is_some()));
            Unstated {
                total: sums.total + amount,
                taken_back: sums.taken_back - amount.min(0) * is_stated,
                given_back: sums.given_back + amount.clamp(0, commission.taken_back),
            }
        })
    }

    pub(super) fn balances(&self, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, StorageError> {
        let entries = self.entries.values().filter(|entry| (entry.scope, entry.program) == (scope, program));
        let mut balances = Vec::new();
        for ((enrollment, account, currency), sum) in sums(entries) {
            let fits = i64::try_from(sum);
            let amount = fits.map_err(|_| StorageError::new("a balance does not fit 64 bits".to_owned()))?;
            if amount != 0 {
                balances.push(Balance { enrollment, account, currency, amount });
            }
        }
        Ok(balances)
    }
}

fn to_state(commission: &Commission, before: Instant) -> bool {
    commission.approved_at.is_some_and(|at| at < before) && commission.unstated() != 0
}

/// What the postings of the entries sum to, per account.
fn sums<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<(EnrollmentId, Account, Currency), i128> {
    let mut sums = BTreeMap::new();
    for entry in entries {
        for posting in &entry.postings {
            *sums.entry((entry.enrollment, posting.account, posting.currency)).or_default() +=
                i128::from(posting.amount);
        }
    }
    sums
}

#[async_trait]
impl Commissions for MemoryBook {
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
}
