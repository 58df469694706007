//! What a statement recovers of what was taken back after it had been stated, and what is written off.

use crate::{Statement, StatementStatus};
use commission::{About, Account, Entry, EntryKind, Subject, moved};
use program::Clawback;
use serde::{Deserialize, Serialize};
use words::{EntryId, Instant, Money};

/// What was taken back and is not recovered yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Debt {
    /// The end of the period whose statement took it back.
    pub since: Instant,
    /// Minor units, above zero.
    pub amount: i64,
}

/// What a statement leaves to the next one; amounts are minor units.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftBehind {
    pub carried: i64,
    /// What of it is still to be recovered.
    pub debts: Vec<Debt>,
    /// What was written off so far, and not made good.
    pub written_off: i64,
}

/// What a statement does about debts; amounts are minor units, none below zero.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recovery {
    pub recovered: i64,
    pub written_off: i64,
    /// What was given back, and had been written off before.
    pub made_good: i64,
    /// What the next statement finds, oldest first.
    pub left: Vec<Debt>,
}

impl Statement {
    /// What it recovers, oldest first, and what it then writes off by the program's policy.
    pub fn recovery(&self) -> Recovery {
        let carried_debts = self.debts.iter().map(|debt| debt.amount).sum::<i64>();
        let made_good = self.given_back.min(self.written_off_before);
        let (given_back, own) = (self.given_back - made_good, self.own());
        // What was carried was offered to debts by the statement before.
        let brings = own - (self.carried + carried_debts).max(0) - given_back;
        let most = match self.clawback {
            Clawback::WriteOff => given_back,
            Clawback::Carry { share_max: None, .. } => own,
            Clawback::Carry { share_max: Some(share), .. } => {
                given_back.saturating_add(share.at_most(brings.max(0)).unwrap_or(i64::MAX))
            }
        };
        let (most, mut recovered) = (most.min(own).max(0), 0);
        let mut left = self.debts.clone();
        left.push(Debt { since: self.until, amount: self.taken_back });
        for debt in &mut left {
            let part = debt.amount.min(most - recovered);
            debt.amount -= part;
            recovered += part;
        }
        let is_given_up = |debt: &Debt| match self.clawback {
            Clawback::WriteOff => true,
            Clawback::Carry { days_max: None, .. } => false,
            Clawback::Carry { days_max: Some(days), .. } => {
                debt.since.plus_days(i64::from(days)) <= self.until
            }
        };
        let (given_up, mut left): (Vec<_>, Vec<_>) = left.into_iter().partition(is_given_up);
        left.retain(|debt| debt.amount > 0);
        let written_off = given_up.iter().map(|debt| debt.amount).sum();
        Recovery { recovered, written_off, made_good, left }
    }

    /// What there would be to pay if nothing had been taken back after it was stated.
    fn own(&self) -> i64 {
        let carried = self.debts.iter().map(|debt| debt.amount).sum::<i64>();
        self.balance() + carried + self.taken_back - self.given_back.min(self.written_off_before)
    }

    /// What is to be paid of it: what is left after the recovery, but nothing below the minimum, or while it is open.
    pub fn payable(&self) -> i64 {
        let rest = self.own() - self.recovery().recovered;
        let is_paid = self.status == StatementStatus::Closed && rest > 0 && rest >= self.minimum;
        if is_paid { rest } else { 0 }
    }

    /// What its closing writes off, less what it makes good.
    pub fn written_off(&self) -> i64 {
        let Recovery { written_off, made_good, .. } = self.recovery();
        if self.status == StatementStatus::Closed { written_off - made_good } else { 0 }
    }

    /// What the next statement begins with.
    pub fn carry_over(&self) -> i64 {
        self.balance() - self.payable() + self.written_off()
    }

    /// What it leaves to be recovered.
    pub fn owed_back(&self) -> i64 {
        self.recovery().left.iter().map(|debt| debt.amount).sum()
    }

    pub fn left_behind(&self) -> LeftBehind {
        LeftBehind {
            carried: self.carry_over(),
            debts: self.recovery().left,
            written_off: self.written_off_before + self.written_off(),
        }
    }

    /// The entry of what it writes off, or makes good.
    pub fn books(&self, id: (EntryId, Instant)) -> Option<Entry> {
        let Statement { scope, program, enrollment, .. } = *self;
        let about = About { scope, program, enrollment, subject: Subject::Statement(self.id) };
        let accounts = (Account::ClawbackWriteOff, Account::PartnerPayable);
        let money = Money::new(self.written_off(), self.currency);
        moved(about, EntryKind::WrittenOff, accounts, money, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use program::{Enrollment, EnrollmentStatus, Group};
    use proptest::prelude::*;
    use words::{EnrollmentId, GroupId, Mode, PartnerId, ProgramId, Rate, Scope, StatementId, WorkspaceId};

    const MONTH: i64 = 30;

    fn at(day: i64) -> Instant {
        Instant::from_micros(day * words::MICROS_PER_DAY)
    }

    fn enrollment() -> Enrollment {
        let scope = Scope { workspace: WorkspaceId::draw(at(0), 0), mode: Mode::Live };
        let (id, program) = (GroupId::draw(at(0), 0), ProgramId::draw(at(0), 0));
        let group = Group { id, scope, program, name: "Partners".to_owned(), created_at: at(0) };
        let (id, partner) = (EnrollmentId::draw(at(0), 0), PartnerId::draw(at(0), 0));
        Enrollment::new(id, &group, partner, EnrollmentStatus::Approved, at(0))
    }

    /// A month's, with commissions, what is taken back of earlier ones, and what is given back.
    fn month(
        left: LeftBehind,
        number: i64,
        (clawback, minimum): (Clawback, i64),
        (brings, taken_back, given_back): (i64, i64, i64),
    ) -> Statement {
        let (until, currency) = (at(number * MONTH), "EUR".parse().unwrap());
        Statement {
            status: StatementStatus::Closed,
            minimum,
            clawback,
            total: brings - taken_back + given_back,
            taken_back,
            given_back,
            ..Statement::open((StatementId::draw(at(0), 1), at(0)), &enrollment(), currency, until, left)
        }
    }

    fn carry(percent: Option<u32>, days_max: Option<u32>) -> Clawback {
        let share_max = percent.map(|percent| Rate::from_millionths(percent * 10_000));
        Clawback::Carry { share_max, days_max }
    }

    /// What each month pays, carries on and writes off.
    fn played(clawback: Clawback, minimum: i64, months: &[(i64, i64, i64)]) -> Vec<(i64, i64, i64)> {
        let mut left = LeftBehind::default();
        let play = |(number, lines): (i64, &(i64, i64, i64))| {
            let played = month(left.clone(), number, (clawback, minimum), *lines);
            left = played.left_behind();
            (played.payable(), played.carry_over(), played.written_off())
        };
        (1..).zip(months).map(play).collect()
    }

    #[test]
    fn a_debt_is_carried_until_it_is_recovered() {
        let months = [(100, 0, 0), (20, 100, 0), (50, 0, 0), (60, 0, 0)];
        let expected = [(100, 0, 0), (0, -80, 0), (0, -30, 0), (30, 0, 0)];
        assert_eq!(played(Clawback::default(), 0, &months), expected);
    }

    #[test]
    fn a_statement_recovers_its_share_and_pays_the_rest() {
        let months = [(100, 0, 0), (20, 100, 0), (50, 0, 0), (61, 0, 0), (200, 0, 0)];
        // At most a quarter: of 20, of 50 (12.5), of 61 (15.25), and of 200.
        let expected = [(100, 0, 0), (15, -95, 0), (38, -83, 0), (46, -68, 0), (150, -18, 0)];
        assert_eq!(played(carry(Some(25), None), 0, &months), expected);
    }

    #[test]
    fn what_waits_for_the_minimum_is_not_asked_twice() {
        let months = [(100, 0, 0), (20, 100, 0), (20, 0, 0), (20, 0, 0)];
        // Half of each 20 waits until 25 have come together.
        let expected = [(100, 0, 0), (0, -80, 0), (0, -60, 0), (30, -70, 0)];
        assert_eq!(played(carry(Some(50), None), 25, &months), expected);
    }

    #[test]
    fn what_is_too_old_is_written_off_after_a_last_recovery() {
        let months = [(100, 0, 0), (0, 100, 0), (10, 0, 0), (10, 0, 0), (10, 0, 0)];
        let expected = [(100, 0, 0), (0, -100, 0), (0, -90, 0), (0, 0, 80), (10, 0, 0)];
        assert_eq!(played(carry(None, Some(60)), 0, &months), expected);
    }

    #[test]
    fn written_off_at_once_it_lowers_nothing() {
        let months = [(100, 0, 0), (20, 100, 0), (30, 0, 0)];
        let expected = [(100, 0, 0), (20, 0, 100), (30, 0, 0)];
        assert_eq!(played(Clawback::WriteOff, 0, &months), expected);
    }

    #[test]
    fn what_was_written_off_is_made_good_before_anything_is_given_back() {
        let months = [(100, 0, 0), (20, 100, 0), (30, 0, 60), (0, 0, 60)];
        let expected = [(100, 0, 0), (20, 0, 100), (30, 0, -60), (20, 0, -40)];
        assert_eq!(played(Clawback::WriteOff, 0, &months), expected);
    }

    #[test]
    fn what_is_given_back_meets_debts_in_full() {
        let months = [(100, 0, 0), (0, 100, 0), (40, 0, 100), (10, 0, 0)];
        // All of what was given back, and nothing of the 40, for there is no debt any more.
        assert_eq!(played(carry(Some(10), None), 0, &months)[1..], [(0, -100, 0), (40, 0, 0), (10, 0, 0)]);
    }

    fn policy() -> impl Strategy<Value = Clawback> {
        let share = prop::option::of(1u32..=100);
        let days = prop::option::of(1u32..200);
        prop_oneof![Just(Clawback::WriteOff), (share, days).prop_map(|(share, days)| carry(share, days))]
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_more_is_recovered_than_the_policy_says(
            months in prop::collection::vec((policy(), 0i64..1_000, 0i64..800, 0i64..300), 1..20),
            minimum in 0i64..300,
        ) {
            let mut behind = LeftBehind::default();
            let (mut stated, mut paid, mut outstanding) = (0, 0, 0);
            for (number, (clawback, brings, taken, given)) in (1..).zip(months) {
                let last = month(behind, number, (clawback, minimum), (brings, taken, given));
                behind = last.left_behind();
                let Recovery { recovered, written_off, made_good, left } = last.recovery();
                stated += brings - taken + given;
                paid += last.payable();
                outstanding += written_off - made_good;
                prop_assert!(last.payable() >= 0 && recovered >= 0 && written_off >= 0 && outstanding >= 0);
                prop_assert_eq!(stated + outstanding, paid + last.carry_over());
                prop_assert_eq!(outstanding, behind.written_off);
                let owed: i64 = left.iter().map(|debt| debt.amount).sum();
                // What is carried is what waits for the minimum, less what is owed back.
                let waits = last.carry_over() + owed;
                prop_assert!((0..minimum.max(1)).contains(&waits), "{} waits", waits);
                prop_assert!(left.is_sorted_by_key(|debt| debt.since));
                match clawback {
                    Clawback::WriteOff => prop_assert!(owed == 0 && recovered <= given),
                    Clawback::Carry { share_max, days_max } => {
                        let share = share_max.map_or(brings, |share| share.at_most(brings).unwrap());
                        let waited = if share_max.is_none() { minimum } else { 0 };
                        prop_assert!(recovered <= share + given + waited);
                        let oldest = days_max.map(|days| last.until.plus_days(-i64::from(days)));
                        prop_assert!(left.iter().all(|debt| oldest.is_none_or(|oldest| debt.since > oldest)));
                    }
                }
            }
        }
    }
}
