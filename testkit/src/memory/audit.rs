//! What the book in memory finds wrong with itself.

use super::{MemoryBook, tables::Tables};
use async_trait::async_trait;
use commission::{Account, Commission, Subject};
use engine::ports::{Audit, Mismatch, StorageError, Upkeep};
use payout::{Statement, StatementStatus};
use std::collections::{BTreeMap, BTreeSet};
use words::{Currency, EnrollmentId, Instant, ProgramId, StatementId, TransferId};

/// More faults of one kind than this are not listed.
const LISTED_MAX: usize = 20;

impl Tables {
    pub(super) fn audit(&self) -> Audit {
        let unbalanced = self.entries.values().filter(|entry| !entry.balances()).map(|entry| entry.id);
        let unearned = self.commissions.values().filter(|commission| !self.is_earned(commission));
        let off = self.statements.values().filter(|statement| !self.adds_up(statement));
        Audit {
            unreadable: Vec::new(),
            entries: self.entries.len() as u64,
            unbalanced: unbalanced.take(LISTED_MAX).collect(),
            facts: self.facts.len() as u64,
            last_fact: self.facts.last_key_value().map_or(0, |(&number, _)| number),
            commissions: self.commissions.len() as u64,
            without_earning: unearned.map(|commission| commission.id).take(LISTED_MAX).collect(),
            mismatches: self.mismatches(),
            transfers_off: self.transfers_off(),
            statements_off: off.map(|statement| statement.id).take(LISTED_MAX).collect(),
            carries_off: self.carries_off(),
            write_offs_off: self.write_offs_off(),
            numbers_off: self.numbers_off(),
            waiting: self.conversions.values().filter(|it| it.is_waiting()).count() as u64,
            storage: Vec::new(),
        }
    }

    fn is_earned(&self, commission: &Commission) -> bool {
        let Some(conversion) = commission.conversion else { return true };
        let decision = self.decisions.get(&conversion);
        let share = decision.map_or(0, |decision| decision.share_of(commission.enrollment));
        self.conversions.contains_key(&conversion) && share == commission.share_millionths
    }

    fn transfers_off(&self) -> Vec<TransferId> {
        let mut held = BTreeMap::<(TransferId, Account, Currency), i128>::new();
        for entry in self.entries.values() {
            let Subject::Transfer(transfer) = entry.subject else { continue };
            for posting in &entry.postings {
                let key = (transfer, posting.account, posting.currency);
                *held.entry(key).or_default() += i128::from(posting.amount);
            }
        }
        for transfer in self.transfers.values() {
            for posting in transfer.books() {
                let key = (transfer.id, posting.account, posting.currency);
                *held.entry(key).or_default() -= i128::from(posting.amount);
            }
        }
        let off = held.into_iter().filter(|(_, sum)| *sum != 0).map(|((transfer, ..), _)| transfer);
        let off: BTreeSet<_> = off.collect();
        off.into_iter().take(LISTED_MAX).collect()
    }

    fn adds_up(&self, statement: &Statement) -> bool {
        let lines = self.lines.range((statement.id, 0)..=(statement.id, u32::MAX));
        let sum: i128 = lines.map(|(_, line)| i128::from(line.amount)).sum();
        statement.status == StatementStatus::Open || sum == i128::from(statement.total)
    }

    fn carries_off(&self) -> Vec<StatementId> {
        let mut chains = BTreeMap::<EnrollmentId, Vec<&Statement>>::new();
        for statement in self.statements.values() {
            chains.entry(statement.enrollment).or_default().push(statement);
        }
        let mut found = Vec::new();
        for mut chain in chains.into_values() {
            chain.sort_by_key(|statement| statement.until);
            let mut carried = 0;
            for statement in chain {
                found.extend((statement.carried != carried).then_some(statement.id));
                carried = statement.carry_over();
            }
        }
        found.sort_unstable();
        found.truncate(LISTED_MAX);
        found
    }

    fn write_offs_off(&self) -> Vec<StatementId> {
        let mut held = BTreeMap::<StatementId, i128>::new();
        for entry in self.entries.values() {
            let Subject::Statement(statement) = entry.subject else { continue };
            let postings = entry.postings.iter().filter(|it| it.account == Account::ClawbackWriteOff);
            *held.entry(statement).or_default() += postings.map(|it| i128::from(it.amount)).sum::<i128>();
        }
        for statement in self.statements.values() {
            *held.entry(statement.id).or_default() -= i128::from(statement.written_off());
        }
        held.into_iter().filter(|(_, left)| *left != 0).map(|(id, _)| id).take(LISTED_MAX).collect()
    }

    fn numbers_off(&self) -> Vec<ProgramId> {
        let mut programs = BTreeMap::<ProgramId, Vec<Option<u32>>>::new();
        for statement in self.statements.values() {
            if statement.status == StatementStatus::Closed || statement.number.is_some() {
                programs.entry(statement.program).or_default().push(statement.number);
            }
        }
        let is_off = |numbers: &mut Vec<Option<u32>>| {
            numbers.sort_unstable();
            numbers.iter().zip(1..).any(|(&number, place)| number != Some(place))
        };
        let off = programs.iter_mut().filter_map(|(&program, numbers)| is_off(numbers).then_some(program));
        off.take(LISTED_MAX).collect()
    }

    /// Liabilities are credits: the entries about commissions hold what these say, with a minus.
    fn mismatches(&self) -> Vec<Mismatch> {
        let mut accounts = BTreeMap::<(EnrollmentId, Account), (i128, i128)>::new();
        for commission in self.commissions.values() {
            let owed = i128::from(commission.net());
            let account = match commission.approved_at {
                Some(_) => Account::PartnerPayable,
                None => Account::PartnerPending,
            };
            accounts.entry((commission.enrollment, account)).or_default().1 -= owed;
        }
        let about = |subject| matches!(subject, Subject::Commission(_));
        for entry in self.entries.values().filter(|entry| about(entry.subject)) {
            let owed = |account| matches!(account, Account::PartnerPending | Account::PartnerPayable);
            for posting in entry.postings.iter().filter(|posting| owed(posting.account)) {
                accounts.entry((entry.enrollment, posting.account)).or_default().0 +=
                    i128::from(posting.amount);
            }
        }
        let differing = accounts.into_iter().filter(|(_, (posted, expected))| posted != expected);
        differing
            .map(|((enrollment, account), (posted, expected))| Mismatch {
                enrollment,
                account,
                posted: clamped(posted),
                expected: clamped(expected),
            })
            .collect()
    }
}

fn clamped(sum: i128) -> i64 {
    sum.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

#[async_trait]
impl Upkeep for MemoryBook {
    async fn forget_expired(&self, before: Instant) -> Result<(), StorageError> {
        self.tables().forget_expired(before);
        Ok(())
    }

    async fn scrub(&self) -> Result<bool, StorageError> {
        Ok(true)
    }

    async fn probe(&self) -> Result<(), StorageError> {
        Ok(())
    }

    async fn audit(&self) -> Result<Audit, StorageError> {
        Ok(self.tables().audit())
    }
}
