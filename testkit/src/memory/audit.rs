//! What the book in memory finds wrong with itself.

use super::tables::Tables;
use commission::{Account, Commission, Subject};
use engine::ports::{Audit, Mismatch};
use payout::{Statement, StatementStatus};
use std::collections::BTreeMap;
use words::EnrolmentId;

/// More faults of one kind than this are not listed.
const LISTED_MAX: usize = 20;

impl Tables {
    pub(super) fn audit(&self) -> Audit {
        let unbalanced = self.entries.values().filter(|entry| !entry.balances()).map(|entry| entry.id);
        let unearned = self.commissions.values().filter(|commission| !self.is_earned(commission));
        let off = self.statements.values().filter(|statement| !self.adds_up(statement));
        Audit {
            entries: self.entries.len() as u64,
            unbalanced: unbalanced.take(LISTED_MAX).collect(),
            facts: self.facts.len() as u64,
            last_fact: self.facts.last_key_value().map_or(0, |(&number, _)| number),
            commissions: self.commissions.len() as u64,
            without_earning: unearned.map(|commission| commission.id).take(LISTED_MAX).collect(),
            mismatches: self.mismatches(),
            statements_off: off.map(|statement| statement.id).take(LISTED_MAX).collect(),
            storage: Vec::new(),
        }
    }

    fn is_earned(&self, commission: &Commission) -> bool {
        let Some(conversion) = commission.conversion else { return true };
        let decision = self.decisions.get(&conversion);
        let share = decision.map_or(0, |decision| decision.share_of(commission.enrolment));
        self.conversions.contains_key(&conversion) && share == commission.share_millionths
    }

    fn adds_up(&self, statement: &Statement) -> bool {
        let lines = self.lines.range((statement.id, 0)..=(statement.id, u32::MAX));
        let sum: i128 = lines.map(|(_, line)| i128::from(line.amount)).sum();
        statement.status == StatementStatus::Open || sum == i128::from(statement.total)
    }

    /// Liabilities are credits: the entries about commissions hold what these say, with a minus.
    fn mismatches(&self) -> Vec<Mismatch> {
        let mut accounts = BTreeMap::<(EnrolmentId, Account), (i128, i128)>::new();
        for commission in self.commissions.values() {
            let owed = i128::from(commission.net());
            let account = match commission.approved_at {
                Some(_) => Account::PartnerPayable,
                None => Account::PartnerPending,
            };
            accounts.entry((commission.enrolment, account)).or_default().1 -= owed;
        }
        let about = |subject| matches!(subject, Subject::Commission(_));
        for entry in self.entries.values().filter(|entry| about(entry.subject)) {
            let owed = |account| matches!(account, Account::PartnerPending | Account::PartnerPayable);
            for posting in entry.postings.iter().filter(|posting| owed(posting.account)) {
                accounts.entry((entry.enrolment, posting.account)).or_default().0 +=
                    i128::from(posting.amount);
            }
        }
        let differing = accounts.into_iter().filter(|(_, (posted, expected))| posted != expected);
        differing
            .map(|((enrolment, account), (posted, expected))| Mismatch {
                enrolment,
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
