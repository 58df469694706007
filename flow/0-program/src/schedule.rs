//! When a program's statements close, when they are to be paid, and from which amount on.

use serde::{Deserialize, Serialize};
use words::{Day, Instant, Invalid, MICROS_PER_DAY};

pub const PAYMENT_DAYS_MAX: u32 = 365;
const DAYS_PER_WEEK: i64 = 7;
/// 1 Jan 1970 was a Thursday, so many days after a Monday.
const FIRST_DAY_AFTER_MONDAY: i64 = 3;
/// The second half of a month begins so many days after the first.
const HALF_MONTH_DAYS: i64 = 15;

/// After which time, or from which amount on, a statement closes. All times are UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Cadence {
    /// From Monday to Sunday.
    Weekly,
    /// From the 1st to the 15th, and from the 16th to the end of the month.
    SemiMonthly,
    #[default]
    Monthly,
    /// Once what is owed and in no statement comes to so many minor units; looked at every day.
    Threshold { amount: i64 },
}

impl Cadence {
    /// The first instant of the calendar period that `at` lies in; none where no calendar says it.
    pub fn start_of(self, at: Instant) -> Option<Instant> {
        match self {
            Cadence::Weekly => {
                let days = at.micros().div_euclid(MICROS_PER_DAY);
                let weekday = (days + FIRST_DAY_AFTER_MONDAY).rem_euclid(DAYS_PER_WEEK);
                Some(at.day().plus_days(-weekday))
            }
            Cadence::SemiMonthly => {
                let start = at.month().start();
                let half = start.plus_days(HALF_MONTH_DAYS);
                Some(if at < half { start } else { half })
            }
            Cadence::Monthly => Some(at.month().start()),
            Cadence::Threshold { .. } => None,
        }
    }

    /// The first instant after the period that `at` lies in; a threshold is looked at after each day.
    pub fn end_of(self, at: Instant) -> Instant {
        match self {
            Cadence::Weekly => self.start_of(at).unwrap_or(at).plus_days(DAYS_PER_WEEK),
            Cadence::SemiMonthly => {
                let half = at.month().start().plus_days(HALF_MONTH_DAYS);
                if at < half { half } else { at.month().end() }
            }
            Cadence::Monthly => at.month().end(),
            Cadence::Threshold { .. } => at.day().plus_days(1),
        }
    }

    /// What must have come together before a statement closes by itself.
    pub fn threshold(self) -> Option<i64> {
        match self {
            Cadence::Threshold { amount } => Some(amount),
            Cadence::Weekly | Cadence::SemiMonthly | Cadence::Monthly => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct StatementSchedule {
    pub cadence: Cadence,
    /// Days from the last day of the period until payment is due.
    pub payment_days: u32,
    /// Less than so many minor units is not paid but carried to the next statement.
    pub minimum: i64,
}

impl Default for StatementSchedule {
    fn default() -> Self {
        Self { cadence: Cadence::Monthly, payment_days: 15, minimum: 0 }
    }
}

impl StatementSchedule {
    pub fn check(&self) -> Result<(), Invalid> {
        if self.cadence.threshold().is_some_and(|amount| amount < 1) {
            return Err(Invalid::new("statement_schedule.cadence.amount", "minor units, at least 1"));
        }
        if self.payment_days > PAYMENT_DAYS_MAX {
            let expected = format!("0 to {PAYMENT_DAYS_MAX} days");
            return Err(Invalid::new("statement_schedule.payment_days", expected));
        }
        if self.minimum < 0 {
            return Err(Invalid::new("statement_schedule.minimum", "minor units, at least 0"));
        }
        Ok(())
    }

    /// The day on which a statement of what was approved before `until` is due.
    pub fn due_on(&self, until: Instant) -> Day {
        Day::of(until.plus_micros(-1)).plus_days(i64::from(self.payment_days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    const CALENDARS: [Cadence; 3] = [Cadence::Weekly, Cadence::SemiMonthly, Cadence::Monthly];

    #[test]
    fn periods_follow_each_other_without_gap_or_overlap() {
        for cadence in CALENDARS {
            let mut day = at("2023-12-20T00:00:00Z");
            let (mut start, mut end) = (cadence.start_of(day).unwrap(), cadence.end_of(day));
            while day < at("2028-03-10T00:00:00Z") {
                for moment in [day, day.plus_days(1).plus_micros(-1)] {
                    if moment >= end {
                        (start, end) = (end, cadence.end_of(moment));
                    }
                    assert!(start <= moment && moment < end);
                    assert_eq!((cadence.start_of(moment), cadence.end_of(moment)), (Some(start), end));
                }
                day = day.plus_days(1);
            }
        }
    }

    #[test]
    fn periods_begin_where_the_calendar_says() {
        let friday = at("2026-11-27T09:30:00Z");
        let periods = CALENDARS.map(|cadence| {
            let (start, end) = (cadence.start_of(friday).unwrap(), cadence.end_of(friday));
            (start.human_date(), end.human_date())
        });
        let expected =
            [("23 Nov 2026", "30 Nov 2026"), ("16 Nov 2026", "1 Dec 2026"), ("1 Nov 2026", "1 Dec 2026")];
        assert_eq!(periods, expected.map(|(start, end)| (start.to_owned(), end.to_owned())));
        let fifteenth = at("2026-02-15T23:59:59.999999Z");
        assert_eq!(Cadence::SemiMonthly.end_of(fifteenth), at("2026-02-16T00:00:00Z"));
        assert_eq!(Cadence::Threshold { amount: 1 }.end_of(friday), at("2026-11-28T00:00:00Z"));
    }

    #[test]
    fn days_until_payment_count_from_the_last_day() {
        let schedule = StatementSchedule::default();
        let due = |until| schedule.due_on(at(until)).to_string();
        assert_eq!(due("2026-12-01T00:00:00Z"), "2026-12-15");
        assert_eq!(due("2026-11-10T14:03:00Z"), "2026-11-25");
    }

    #[test]
    fn each_bad_setting_is_named() {
        let good = StatementSchedule::default();
        let field = |schedule: StatementSchedule| schedule.check().unwrap_err().field;
        let threshold = Cadence::Threshold { amount: 0 };
        assert_eq!(
            field(StatementSchedule { cadence: threshold, ..good }),
            "statement_schedule.cadence.amount"
        );
        assert_eq!(field(StatementSchedule { payment_days: 366, ..good }), "statement_schedule.payment_days");
        assert_eq!(field(StatementSchedule { minimum: -1, ..good }), "statement_schedule.minimum");
        assert!(good.check().is_ok());
    }
}
