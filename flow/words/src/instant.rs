//! Instants (UTC, whole microseconds) and the calendar months that statements speak of.

use crate::Malformed;
use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

pub const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A moment: microseconds since 1970-01-01T00:00:00Z. Stored as BIGINT, written as RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// The years 1 to 9998 in microseconds, so that a day more or less never leaves the calendar.
const MICROS_MIN: i64 = -62_135_596_800_000_000;
const MICROS_MAX: i64 = 253_370_764_800_000_000;

impl Instant {
    pub const MIN: Instant = Instant(MICROS_MIN);
    pub const MAX: Instant = Instant(MICROS_MAX);

    /// Clamped to the years 1 to 9998.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros.clamp(MICROS_MIN, MICROS_MAX))
    }

    pub fn micros(self) -> i64 {
        self.0
    }

    pub fn plus_micros(self, micros: i64) -> Self {
        Self::from_micros(self.0.saturating_add(micros))
    }

    pub fn plus_days(self, days: i64) -> Self {
        self.plus_micros(days.saturating_mul(MICROS_PER_DAY))
    }

    pub fn micros_since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same day of the month `months` later (the month's last day where it is shorter), UTC.
    pub fn plus_months(self, months: u32) -> Self {
        use jiff::ToSpan;
        let zoned = self.timestamp().to_zoned(TimeZone::UTC);
        let later = zoned.checked_add(i64::from(months).months());
        later.map_or(Self(MICROS_MAX), |zoned| Self::from_micros(zoned.timestamp().as_microsecond()))
    }

    /// The beginning of its day, UTC.
    pub fn day(self) -> Self {
        Self::from_micros(self.0 - self.0.rem_euclid(MICROS_PER_DAY))
    }

    pub fn month(self) -> Month {
        let date = self.date();
        Month { year: date.year(), month: date.month() }
    }

    /// `22 Nov 2026`: how dates are written for people.
    pub fn human_date(self) -> String {
        self.date().strftime("%-d %b %Y").to_string()
    }

    /// `22 Nov 2026 14:03 UTC`.
    pub fn human(self) -> String {
        self.timestamp().to_zoned(TimeZone::UTC).strftime("%-d %b %Y %H:%M UTC").to_string()
    }

    /// `22.11.2026`, as German writes it.
    pub fn date_of_dots(self) -> String {
        self.date().strftime("%-d.%-m.%Y").to_string()
    }

    /// `14:03 UTC`.
    pub fn clock(self) -> String {
        self.timestamp().to_zoned(TimeZone::UTC).strftime("%H:%M UTC").to_string()
    }

    pub(crate) fn date(self) -> civil::Date {
        self.timestamp().to_zoned(TimeZone::UTC).date()
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.timestamp())
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for Instant {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let malformed = Malformed { expected: "an RFC 3339 time like 2026-11-22T14:03:00Z" };
        let timestamp: Timestamp = text.parse().map_err(|_| malformed.clone())?;
        let micros = timestamp.as_microsecond();
        if !(MICROS_MIN..=MICROS_MAX).contains(&micros) {
            return Err(malformed);
        }
        Ok(Self(micros))
    }
}

/// A calendar month in UTC, written `2026-11`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    pub fn start(self) -> Instant {
        let date = civil::Date::new(self.year, self.month, 1).unwrap_or_default();
        let zoned = date.to_zoned(TimeZone::UTC);
        zoned.map_or(Instant::MIN, |zoned| Instant::from_micros(zoned.timestamp().as_microsecond()))
    }

    /// The first instant after the month.
    pub fn end(self) -> Instant {
        self.next().start()
    }

    pub fn next(self) -> Month {
        if self.month == 12 {
            Month { year: self.year + 1, month: 1 }
        } else {
            Month { year: self.year, month: self.month + 1 }
        }
    }

    pub fn previous(self) -> Month {
        if self.month == 1 {
            Month { year: self.year - 1, month: 12 }
        } else {
            Month { year: self.year, month: self.month - 1 }
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let malformed = Malformed { expected: "a month like 2026-11" };
        let (year, month) = text.split_once('-').ok_or_else(|| malformed.clone())?;
        let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(malformed);
        }
        let (year, month): (i16, i8) = match (year.parse(), month.parse()) {
            (Ok(year), Ok(month)) => (year, month),
            _ => return Err(malformed),
        };
        if !(1..=9998).contains(&year) || !(1..=12).contains(&month) {
            return Err(malformed);
        }
        Ok(Month { year, month })
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_without_gap_or_overlap() {
        let december: Month = "2026-12".parse().unwrap();
        assert_eq!(december.end(), "2027-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(december.next().previous(), december);
        assert_eq!(december.end().plus_micros(-1).month(), december);
    }

    #[test]
    fn a_month_after_the_31st_is_the_last_day() {
        let at: Instant = "2026-01-31T10:00:00Z".parse().unwrap();
        assert_eq!(at.plus_months(1).to_string(), "2026-02-28T10:00:00Z");
    }

    #[test]
    fn refuses_what_is_not_a_month() {
        for text in ["2026-13", "2026-1", "26-11", "2026-11-01", "+026-11", ""] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
