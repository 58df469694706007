//! The stretches of days, in UTC, over which caps, tiers and budgets count.

use crate::{Day, Instant};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    Day,
    /// From Monday to Sunday (ISO 8601).
    Week,
    Month,
    Quarter,
    Year,
    /// From the first day to the last.
    AllTime,
}

impl Window {
    pub const ALL: [Window; 6] =
        [Window::Day, Window::Week, Window::Month, Window::Quarter, Window::Year, Window::AllTime];

    pub fn name(self) -> &'static str {
        match self {
            Window::Day => "day",
            Window::Week => "week",
            Window::Month => "month",
            Window::Quarter => "quarter",
            Window::Year => "year",
            Window::AllTime => "all_time",
        }
    }

    /// The first and the last day of the one that `day` lies in.
    pub fn around(self, day: Day) -> (Day, Day) {
        match self {
            Window::Day => (day, day),
            Window::Week => {
                let first = day.plus_days(-day.days_since_monday());
                (first, first.plus_days(6))
            }
            Window::Month => day.months_around(1),
            Window::Quarter => day.months_around(3),
            Window::Year => day.months_around(12),
            Window::AllTime => (Day::of(Instant::MIN), Day::of(Instant::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_end_where_the_calendar_says() {
        let around = |window: Window, day: &str| {
            let (first, last) = window.around(day.parse().unwrap());
            format!("{first} {last}")
        };
        for (window, day, expected) in [
            (Window::Day, "2028-02-29", "2028-02-29 2028-02-29"),
            (Window::Week, "2026-11-29", "2026-11-23 2026-11-29"),
            (Window::Week, "2026-11-30", "2026-11-30 2026-12-06"),
            (Window::Month, "2028-02-29", "2028-02-01 2028-02-29"),
            (Window::Month, "2026-12-31", "2026-12-01 2026-12-31"),
            (Window::Quarter, "2026-11-27", "2026-10-01 2026-12-31"),
            (Window::Quarter, "2026-03-31", "2026-01-01 2026-03-31"),
            (Window::Year, "2026-11-27", "2026-01-01 2026-12-31"),
            (Window::AllTime, "2026-11-27", "0001-01-01 9999-01-01"),
        ] {
            assert_eq!(around(window, day), expected, "{window:?} around {day}");
        }
    }
}
