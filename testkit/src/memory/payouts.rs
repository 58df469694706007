//! Reads of what is paid and of the ledger.

use super::{
    MemoryBook,
    tables::{Claim, Tables, page_of},
};
use async_trait::async_trait;
use commission::{Account, Commission, Entry, State, Subject};
use engine::ports::{
    AccountSum, Balance, Ledger, LedgerFilter, Liability, LiabilityKind, Page, Payouts, StorageError,
    TransferTally, VersionKey,
};
use payout::{LeftOut, Statement, StatementLine, StatementStatus, TransferStatus};
use std::collections::BTreeMap;
use words::{BatchId, Currency, Day, EntryId, Instant, ProgramId, Scope, StatementId};

impl Tables {
    pub(super) fn payable_statements(
        &self,
        scope: Scope,
        program: ProgramId,
        page: &Page<StatementId>,
    ) -> Vec<Statement> {
        page_of(&self.statements, page, |statement| {
            (statement.scope, statement.program) == (scope, program)
                && statement.to_pay() > 0
                && !self.claims.contains_key(&Claim::Payment(statement.id))
        })
    }

    pub(super) fn stated(
        &self,
        scope: Scope,
        statement: StatementId,
        after: u32,
        limit: usize,
    ) -> Vec<(StatementLine, Commission, u64)> {
        let lines = self.lines.range((statement, after.saturating_add(1))..=(statement, u32::MAX));
        let stated = lines.filter_map(|(_, line)| {
            let commission = self.commissions.get(&line.commission).filter(|it| it.scope == scope)?;
            let version = self.version(&VersionKey::of_commission(commission));
            Some((line.clone(), commission.clone(), version))
        });
        stated.take(limit).collect()
    }

    pub(super) fn transfer_tallies(&self, scope: Scope, batch: BatchId) -> Vec<TransferTally> {
        let mut tallies = BTreeMap::<TransferStatus, (u64, i64)>::new();
        for transfer in self.transfers.values().filter(|it| (it.scope, it.batch) == (scope, batch)) {
            let tally = tallies.entry(transfer.status).or_default();
            *tally = (tally.0 + 1, tally.1.saturating_add(transfer.amount.amount));
        }
        let told = tallies.into_iter();
        told.map(|(status, (transfers, amount))| TransferTally { status, transfers, amount }).collect()
    }

    pub(super) fn ledger(&self, scope: Scope, filter: &LedgerFilter, page: &Page<EntryId>) -> Vec<Entry> {
        page_of(&self.entries, page, |entry| entry.scope == scope && wanted(entry, filter))
    }

    pub(super) fn trial_balance(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
    ) -> Result<Vec<AccountSum>, StorageError> {
        let mut sums = BTreeMap::<(Account, Currency), (i128, i128)>::new();
        let entries = self.entries.values().filter(|entry| entry.scope == scope && wanted(entry, filter));
        for posting in entries.flat_map(|entry| &entry.postings) {
            let sum = sums.entry((posting.account, posting.currency)).or_default();
            let amount = i128::from(posting.amount);
            *if amount > 0 { &mut sum.0 } else { &mut sum.1 } += amount.abs();
        }
        let fits = |sum: i128| {
            i64::try_from(sum).map_err(|_| StorageError::new("a sum does not fit 64 bits".to_owned()))
        };
        let told = sums.into_iter().map(|((account, currency), (debits, credits))| {
            Ok(AccountSum { account, currency, debits: fits(debits)?, credits: fits(credits)? })
        });
        told.collect()
    }

    pub(super) fn liabilities(&self, scope: Scope, program: ProgramId) -> Vec<Liability> {
        let mut sums = BTreeMap::<(Day, LiabilityKind, Currency), (i64, u64)>::new();
        let mut owe = |at: Instant, kind, currency, amount: i64| {
            let sum = sums.entry((Day::of(at), kind, currency)).or_default();
            *sum = (sum.0.saturating_add(amount), sum.1 + 1);
        };
        let own = |it: &&Commission| (it.scope, it.program) == (scope, program);
        for commission in self.commissions.values().filter(own) {
            let pends = commission.approved_at.is_none() && commission.state() != State::Declined;
            if pends && commission.net() != 0 {
                owe(commission.hold_until, LiabilityKind::Pending, commission.currency, commission.net());
            }
            let waits = commission.payable() - commission.stated - commission.unstated();
            if commission.approved_at.is_some() && commission.declined.is_none() && waits != 0 {
                owe(commission.hold_until, LiabilityKind::Pending, commission.currency, waits);
            }
            if let Some(at) = commission.approved_at.filter(|_| commission.unstated() != 0) {
                owe(at, LiabilityKind::Approved, commission.currency, commission.unstated());
            }
        }
        let paid_by = |statement: StatementId| {
            let holds = self.transfers.values().find(|it| it.claim() == Some(statement));
            holds.is_some_and(|it| it.status != TransferStatus::Intended)
        };
        for statement in self.statements.values().filter(|it| (it.scope, it.program) == (scope, program)) {
            if statement.to_pay() > 0 && !paid_by(statement.id) {
                let day = statement.due_on.start();
                owe(day, LiabilityKind::Payable, statement.currency, statement.to_pay());
            }
            let mut own = self.statements.values().filter(|it| it.enrollment == statement.enrollment);
            let is_last = own.all(|other| other.until <= statement.until);
            if is_last && statement.status == StatementStatus::Closed && statement.carry_over() != 0 {
                let day = statement.due_on.start();
                owe(day, LiabilityKind::Carried, statement.currency, statement.carry_over());
            }
        }
        for transfer in self.transfers.values().filter(|it| (it.scope, it.program) == (scope, program)) {
            if let Some(at) = transfer.handed_over_at.filter(|_| transfer.status.is_under_way()) {
                owe(at, LiabilityKind::UnderWay, transfer.amount.currency, transfer.amount.amount);
                if transfer.rest != 0 {
                    owe(at, LiabilityKind::Carried, transfer.amount.currency, transfer.rest);
                }
            }
            if let Some(at) = transfer.handed_over_at.filter(|_| transfer.uncarried() != 0) {
                owe(at, LiabilityKind::Carried, transfer.amount.currency, transfer.uncarried());
            }
        }
        let told = sums.into_iter();
        told.map(|((day, kind, currency), (amount, count))| Liability { day, kind, currency, amount, count })
            .collect()
    }
}

fn wanted(entry: &Entry, filter: &LedgerFilter) -> bool {
    filter.program.is_none_or(|program| entry.program == program)
        && filter.since.is_none_or(|since| entry.at >= since)
        && filter.until.is_none_or(|until| entry.at < until)
        && !(filter.payments_only && matches!(entry.subject, Subject::Commission(_)))
}

#[async_trait]
impl Payouts for MemoryBook {
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

    async fn liabilities(&self, scope: Scope, program: ProgramId) -> Result<Vec<Liability>, StorageError> {
        Ok(self.tables().liabilities(scope, program))
    }
}

#[async_trait]
impl Ledger for MemoryBook {
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

    async fn balances(&self, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, StorageError> {
        self.tables().balances(scope, program)
    }
}
