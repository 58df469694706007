//! Counts of visits to slugs that no link has, gathered in memory until the writer takes them along.

use super::row::counted;
use click::cut;
use rusqlite::{Connection, params};
use std::collections::{HashMap, hash_map::Entry};
use words::{Instant, MICROS_PER_DAY, Month};

/// Distinct slugs of one day that are told apart; visits to further ones are counted together, so
/// that someone who tries names cannot fill the disk.
pub const UNKNOWN_SLUGS_PER_DAY_MAX: usize = 1_000;
/// Under this slug, with no host, further ones are counted.
const OTHER: &str = "other";

/// Visits by day (since 1970, UTC), host and slug.
#[derive(Default)]
pub(super) struct UnknownSlugs(HashMap<(i64, String, String), u64>);

impl UnknownSlugs {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn count(&mut self, host: &str, slug: &str, at: Instant) {
        let day = at.micros().div_euclid(MICROS_PER_DAY);
        let key = (day, cut(host).unwrap_or_default(), cut(slug).unwrap_or_default());
        let known = self.0.len() < UNKNOWN_SLUGS_PER_DAY_MAX || self.0.contains_key(&key);
        let key = if known { key } else { (day, String::new(), OTHER.to_owned()) };
        *self.0.entry(key).or_default() += 1;
    }

    /// Any month that is counted here.
    pub(super) fn any_month(&self) -> Option<Month> {
        self.0.keys().next().map(|(day, ..)| start_of(*day).month())
    }

    /// Takes out what belongs to the month.
    pub(super) fn split_off(&mut self, month: Month) -> UnknownSlugs {
        UnknownSlugs(self.0.extract_if(|(day, ..), _| start_of(*day).month() == month).collect())
    }

    /// Adds the counts to those of the file, inside the caller's transaction.
    pub(super) fn write(&self, file: &Connection) -> rusqlite::Result<()> {
        let mut add = file.prepare_cached(
            "UPDATE unknown_slugs SET visits = visits + ?4 WHERE day = ?1 AND host = ?2 AND slug = ?3",
        )?;
        let mut insert = file.prepare_cached(
            "INSERT INTO unknown_slugs (day, host, slug, visits) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (day, host, slug) DO UPDATE SET visits = visits + excluded.visits",
        )?;
        let mut count = file.prepare_cached("SELECT count(*) FROM unknown_slugs WHERE day = ?1")?;
        let mut known_by_day = HashMap::<i64, usize>::new();
        for ((day, host, slug), visits) in &self.0 {
            let text = day_text(start_of(*day));
            let visits = i64::try_from(*visits).unwrap_or(i64::MAX);
            if add.execute(params![text, host, slug, visits])? > 0 {
                continue;
            }
            let known = match known_by_day.entry(*day) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let known = count.query_row([&text], |row| counted(row, 0))?;
                    place.insert(usize::try_from(known).unwrap_or(usize::MAX))
                }
            };
            let full = *known >= UNKNOWN_SLUGS_PER_DAY_MAX;
            let (host, slug) = if full { ("", OTHER) } else { (host.as_str(), slug.as_str()) };
            insert.execute(params![text, host, slug, visits])?;
            *known = known.saturating_add(1);
        }
        Ok(())
    }
}

/// `2026-11-22`.
pub(super) fn day_text(at: Instant) -> String {
    let text = at.to_string();
    text.split('T').next().unwrap_or_default().to_owned()
}

fn start_of(day: i64) -> Instant {
    Instant::from_micros(day.saturating_mul(MICROS_PER_DAY))
}
