//! Days of a time zone, and the period that another is compared with.

use crate::{Figures, Slot};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::{fmt, str::FromStr};
use words::{Instant, Invalid, Malformed};

/// Days of one period: a leap year and the day on which it is looked back at.
pub const DAYS_MAX: i32 = 367;

/// A calendar day, written `2026-11-22`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day(Date);

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

impl FromStr for Day {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let malformed = Malformed { expected: "a day like 2026-11-22" };
        let date: Date = text.parse().map_err(|_| malformed.clone())?;
        // Neither a time after the date nor years that no other part of the product knows.
        if date.to_string() != text || !(1970..=9000).contains(&date.year()) {
            return Err(malformed);
        }
        Ok(Self(date))
    }
}

/// Which earlier period a period is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// As many days, directly before.
    Previous,
    /// The same days of the year before.
    YearEarlier,
}

/// Whole days of a time zone, both ends included.
#[derive(Clone, PartialEq, Debug)]
pub struct Period {
    first: Date,
    last: Date,
    zone: TimeZone,
}

impl Period {
    /// `zone` is a name of the IANA database, such as `Europe/Berlin`.
    pub fn new(first: Day, last: Day, zone: &str) -> Result<Self, Invalid> {
        let zone = TimeZone::get(zone)
            .map_err(|_| Invalid::new("time_zone", "a name of the IANA database, such as Europe/Berlin"))?;
        if last < first {
            return Err(Invalid::new("until", format!("a day not before {first}")));
        }
        let period = Self { first: first.0, last: last.0, zone };
        if period.length() > DAYS_MAX {
            return Err(Invalid::new("until", format!("at most {DAYS_MAX} days, the first included")));
        }
        Ok(period)
    }

    /// The last `days` days before and with the one that `now` is in.
    pub fn up_to(now: Instant, days: i32, zone: &str) -> Result<Self, Invalid> {
        let today = Self::day_of(now, zone)?;
        let first = today.0.checked_sub((days - 1).days()).unwrap_or(today.0);
        Self::new(Day(first), today, zone)
    }

    fn day_of(now: Instant, zone: &str) -> Result<Day, Invalid> {
        let zone = TimeZone::get(zone)
            .map_err(|_| Invalid::new("time_zone", "a name of the IANA database, such as Europe/Berlin"))?;
        let timestamp = jiff::Timestamp::from_microsecond(now.micros()).unwrap_or_default();
        Ok(Day(timestamp.to_zoned(zone).date()))
    }

    pub fn first(&self) -> Day {
        Day(self.first)
    }

    pub fn last(&self) -> Day {
        Day(self.last)
    }

    pub fn zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    fn length(&self) -> i32 {
        self.first.until(self.last).map_or(i32::MAX, |span| span.get_days() + 1)
    }

    pub fn begins(&self) -> Instant {
        self.start_of(self.first)
    }

    /// The first instant after the period.
    pub fn ends(&self) -> Instant {
        self.last.tomorrow().map_or(Instant::MAX, |day| self.start_of(day))
    }

    fn start_of(&self, day: Date) -> Instant {
        let start = day.to_zoned(self.zone.clone());
        start.map_or(Instant::MAX, |start| Instant::from_micros(start.timestamp().as_microsecond()))
    }

    pub fn compared(&self, with: Comparison) -> Self {
        let span = match with {
            Comparison::Previous => self.length().days(),
            Comparison::YearEarlier => 1.year(),
        };
        let earlier = |day: Date| day.checked_sub(span).unwrap_or(day);
        let first = earlier(self.first);
        // As many days, so that a leap day shifts nothing: day is laid on day.
        let last = first.checked_add((self.length() - 1).days()).unwrap_or(first);
        Self { first, last, zone: self.zone.clone() }
    }

    /// The figures of each day, days without any included.
    pub fn by_day(&self, slots: impl IntoIterator<Item = (Slot, Figures)>) -> Vec<(Day, Figures)> {
        let dates = self.first.series(1.day()).take_while(|date| *date <= self.last);
        let mut days: Vec<(Day, Figures)> = dates.map(|date| (Day(date), Figures::default())).collect();
        let starts: Vec<_> = days.iter().map(|(day, _)| self.start_of(day.0)).collect();
        let end = self.ends();
        for (slot, figures) in slots {
            let at = slot.begins();
            let place = starts.partition_point(|start| *start <= at);
            if place > 0 && at < end {
                days[place - 1].1 += figures;
            }
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_has_25_hours_when_clocks_are_put_back() {
        let period = Period::new(day("2026-10-25"), day("2026-10-25"), "Europe/Berlin").unwrap();
        assert_eq!(period.ends().micros_since(period.begins()), 25 * 3_600_000_000);
        assert_eq!(period.begins().to_string(), "2026-10-24T22:00:00Z");
    }

    #[test]
    fn comparisons_are_as_long_as_what_they_are_laid_beside() {
        let leap = Period::new(day("2024-02-28"), day("2024-03-01"), "UTC").unwrap();
        let before = leap.compared(Comparison::Previous);
        assert_eq!((before.first(), before.last()), (day("2024-02-25"), day("2024-02-27")));
        let year = leap.compared(Comparison::YearEarlier);
        assert_eq!((year.first(), year.last()), (day("2023-02-28"), day("2023-03-02")));
    }

    #[test]
    fn what_is_no_period_is_refused_with_its_field() {
        let tried = |first, last, zone| Period::new(day(first), day(last), zone).unwrap_err().field;
        assert_eq!(tried("2026-11-22", "2026-11-21", "UTC"), "until");
        assert_eq!(tried("2026-01-01", "2027-01-03", "UTC"), "until");
        assert_eq!(tried("2026-11-22", "2026-11-22", "Mars/Olympus"), "time_zone");
        for text in ["2026-11-31", "2026-1-1", "22.11.2026", "2026-11-22T00:00", "1066-10-14", ""] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    proptest! {
        /// Whatever the zone: nothing within the period is lost, nothing outside it is counted.
        #[test]
        fn days_add_up_to_the_period(
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Chatham", "America/New_York"]),
            slots in prop::collection::vec(1_960_000i64..2_000_000, 0..200),
        ) {
            let period = Period::new(day("2026-03-01"), day("2026-04-15"), zone).unwrap();
            let one = Figures { clicks: 1, ..Figures::default() };
            let within = slots.iter().filter(|slot| {
                let at = Slot::numbered(**slot).begins();
                period.begins() <= at && at < period.ends()
            });
            let within = within.count() as u64;
            let days = period.by_day(slots.iter().map(|slot| (Slot::numbered(*slot), one)));
            prop_assert_eq!(days.len(), 46);
            prop_assert_eq!(days.iter().map(|(_, figures)| figures.clicks).sum::<u64>(), within);
        }
    }
}
