//! How many applications a program was sent today, by anybody. Counted in memory: a restart begins anew.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use words::{Day, ProgramId};

/// Applications that one program takes on one day (UTC) from people who are not logged in: strangers must not fill the book.
pub const APPLICATIONS_PER_DAY: u32 = 1_000;

/// Of one day; programs bound its size.
#[derive(Default)]
pub(crate) struct ApplicationsToday(Mutex<(Option<Day>, HashMap<ProgramId, u32>)>);

impl ApplicationsToday {
    /// Counts an application; false, and not counted, if there were too many.
    pub(super) fn count(&self, program: ProgramId, today: Day) -> bool {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (day, counts) = &mut *counted;
        if *day != Some(today) {
            *day = Some(today);
            counts.clear();
        }

        let count = counts.entry(program).or_default();
        if *count >= APPLICATIONS_PER_DAY {
            return false;
        }
        *count += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Instant;

    #[test]
    fn a_program_takes_so_many_a_day_and_others_are_not_held_up() {
        let (applications, now) = (ApplicationsToday::default(), Instant::from_micros(0));
        let [one, other] = [1, 2].map(|chance| ProgramId::draw(now, chance));
        let day = Day::of(now);
        for _ in 0..APPLICATIONS_PER_DAY {
            assert!(applications.count(one, day));
        }
        assert!(!applications.count(one, day));
        assert!(applications.count(other, day));
        assert!(applications.count(one, day.plus_days(1)));
    }
}
