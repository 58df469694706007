//! The statements against what the program's clawback policy makes of their lines, counted purse by purse.

use super::{Machine, PARTNERS};
use engine::ports::{ListOf, list_of};
use payout::{LineKind, Statement, StatementStatus};
use program::Clawback;
use std::collections::BTreeMap;
use words::{CommissionId, Instant, Rate};

/// By seed: all policies that there are.
pub(super) fn clawback(seed: u64) -> Clawback {
    let of = |percent: u32, days_max| Clawback::Carry {
        share_max: (percent < 100).then(|| Rate::from_millionths(percent * 10_000)),
        days_max,
    };
    [Clawback::default(), of(40, None), Clawback::WriteOff, of(25, Some(20)), of(100, Some(10))]
        [(seed % 5) as usize]
}

/// What one partner has with the merchant between two statements.
#[derive(Default)]
struct Purses {
    /// Waits for the minimum; below zero it is owed for payments that went too far.
    waiting: i64,
    /// Owed back for what was taken back, oldest first.
    debts: Vec<(Instant, i64)>,
    forgiven: i64,
    paid: i64,
    /// Of each commission, what lines took back of it and did not give back.
    taken: BTreeMap<CommissionId, i64>,
}

impl Purses {
    /// Takes so much out of what there is for debts, and answers what is left of it.
    fn recover(&mut self, mut from: i64) -> i64 {
        for (_, debt) in &mut self.debts {
            while *debt > 0 && from > 0 {
                let part = (*debt).min(from);
                (*debt, from) = (*debt - part, from - part);
            }
        }
        from
    }

    fn state(&mut self, statement: &Statement, lines: &[(LineKind, i64, CommissionId)]) {
        let (mut new, mut taken, mut given) = (statement.payment_difference, 0, 0);
        for &(kind, amount, commission) in lines {
            let before = self.taken.entry(commission).or_default();
            if kind == LineKind::Commission {
                new += amount;
            } else if amount < 0 {
                (*before, taken) = (*before - amount, taken - amount);
            } else {
                // No more is given back than was taken back of it.
                let back = amount.min(*before);
                (*before, given, new) = (*before - back, given + back, new + amount - back);
            }
        }
        let made_good = given.min(self.forgiven);
        self.forgiven -= made_good;
        let given = given - made_good;
        self.debts.push((statement.until, taken));
        let all = self.waiting + new + given;
        let most = match statement.clawback {
            Clawback::WriteOff => given,
            Clawback::Carry { share_max: None, .. } => all,
            Clawback::Carry { share_max: Some(share), .. } => {
                // What was paid too much comes off first; of whole percents, and never more than the share.
                let brings = new + self.waiting.min(0);
                let hundredths = brings.max(0) * i64::from(share.millionths() / 10_000);
                given + hundredths / 100
            }
        };
        let most = most.min(all).max(0);
        self.waiting = all - most + self.recover(most);
        let given_up = |since: Instant| match statement.clawback {
            Clawback::WriteOff => true,
            Clawback::Carry { days_max, .. } => days_max.is_some_and(|days| {
                statement.until.micros() - since.micros() >= i64::from(days) * 86_400_000_000
            }),
        };
        self.forgiven += self.debts.iter().filter(|it| given_up(it.0)).map(|it| it.1).sum::<i64>();
        self.debts.retain(|it| it.1 > 0 && !given_up(it.0));
        if self.waiting > 0 && self.waiting >= statement.minimum {
            self.paid += self.waiting;
            self.waiting = 0;
        }
    }

    fn owed_back(&self) -> i64 {
        self.debts.iter().map(|debt| debt.1).sum()
    }
}

impl Machine {
    /// Each statement pays, carries and writes off what the purses say; answers what is written off by member, and notes
    /// the most that each was ever to receive.
    pub(super) async fn check_statements(&mut self, step: u32) -> Vec<i64> {
        let query = ListOf::<Statement>::new(100_000);
        let (book, scope) = (self.market.engine.book(), self.market.operator.scope);
        let mut statements: Vec<Statement> = list_of(book, scope, &query).await.unwrap();
        statements.sort_by_key(|statement| statement.until);
        let mut written_off = Vec::new();
        for member in 0..PARTNERS {
            let partner = self.market.members[member].partner;
            let (mut purses, mut stated) = (Purses::default(), 0);
            let own = statements.iter().filter(|it| it.partner == partner);
            for statement in own.filter(|it| it.status == StatementStatus::Closed) {
                let file = book.statement_file(scope, statement.id).await.unwrap().unwrap();
                let lines: Vec<_> =
                    file.lines.iter().map(|(line, ..)| (line.kind, line.amount, line.commission)).collect();
                let (paid, forgiven) = (purses.paid, purses.forgiven);
                purses.state(statement, &lines);
                let told = (statement.payable(), statement.written_off(), statement.carry_over());
                let expected =
                    (purses.paid - paid, purses.forgiven - forgiven, purses.waiting - purses.owed_back());
                assert_eq!(told, expected, "step {step}: {statement:?} {lines:?}");
                self.recovered += statement.recovery().recovered.min(1) as usize;
                stated += lines.iter().map(|line| line.1).sum::<i64>();
                let most = stated + purses.forgiven + purses.owed_back();
                self.model.peak[member] = self.model.peak[member].max(most);
            }
            self.forgiven += purses.forgiven.min(1) as usize;
            written_off.push(purses.forgiven);
        }
        written_off
    }
}
