//! A calendar day in UTC, as rates and payment files speak of it.

use crate::{Instant, MICROS_PER_DAY, Malformed};
use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// Written `2026-11-27`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(civil::Date);

impl Day {
    pub fn of(instant: Instant) -> Self {
        Self(instant.date())
    }

    /// Its first instant.
    pub fn start(self) -> Instant {
        let zoned = self.0.to_zoned(TimeZone::UTC);
        zoned.map_or(Instant::MIN, |zoned| Instant::from_micros(zoned.timestamp().as_microsecond()))
    }

    /// So many days later, or earlier if negative.
    pub fn plus_days(self, days: i64) -> Self {
        Self::of(self.start().plus_days(days))
    }

    pub fn days_since(self, earlier: Day) -> i64 {
        self.start().micros_since(earlier.start()) / MICROS_PER_DAY
    }

    /// 0 on a Monday.
    pub(crate) fn days_since_monday(self) -> i64 {
        i64::from(self.0.weekday().to_monday_zero_offset())
    }

    /// The first and the last day of those `count` months of its year, counted from January, in which it lies.
    pub(crate) fn months_around(self, count: i8) -> (Day, Day) {
        let first_month = (self.0.month() - 1) / count * count + 1;
        let last_month = first_month + count - 1;
        let of = |month| civil::Date::new(self.0.year(), month, 1).unwrap_or(self.0);
        (Self(of(first_month)), Self(of(last_month).last_of_month()))
    }

    /// `monday`, …
    pub fn weekday(self) -> &'static str {
        const NAMES: [&str; 7] =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        NAMES[self.0.weekday().to_monday_zero_offset() as usize % NAMES.len()]
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for Day {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let malformed = || Malformed { expected: "a day like 2026-11-27" };
        let shaped = text.len() == "2026-11-27".len()
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date: civil::Date = text.parse().map_err(|_| malformed())?;
        if !shaped || !(1..=9998).contains(&date.year()) {
            return Err(malformed());
        }
        Ok(Self(date))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_counted_and_written_as_calendars_do() {
        let day: Day = "2028-02-28".parse().unwrap();
        assert_eq!(day.plus_days(2).to_string(), "2028-03-01", "2028 is a leap year");
        assert_eq!(day.plus_days(2).days_since(day), 2);
        assert_eq!(Day::of("2028-02-28T23:59:59Z".parse().unwrap()), day);
        assert!(!day.is_weekend() && day.plus_days(-2).is_weekend());
    }

    #[test]
    fn refuses_what_is_not_a_day() {
        for text in ["2026-02-30", "2026-2-03", "26-02-03", "20260203", "2026-02-03T00:00", "0000-01-01", ""]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
