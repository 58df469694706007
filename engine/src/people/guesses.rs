//! Tries of strangers, counted in memory: from network addresses, and for accounts that nobody has. The book keeps those of
//! accounts that there are, whose number is bounded; what strangers try must not make it grow.

use program::Throttle;
use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};
use words::Instant;

/// Counters kept, some 20 MB. Beyond that those that were not used for longest are forgotten.
pub const GUESSES_COUNTED_MAX: usize = 100_000;

/// A try as its counters were before it, and as they were left.
pub(super) type Tried = Vec<(Throttle, Throttle)>;

/// Two generations: what is used moves into the young one, and when that is half of all, the old one is dropped.
#[derive(Default)]
pub(crate) struct Guesses(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: HashMap<String, Throttle>,
    old: HashMap<String, Throttle>,
}

impl Guesses {
    /// Counts a try under each id, or says when the next is let in; then nothing is counted.
    pub(super) fn count(
        &self,
        wanted: &[(String, u32)],
        clock: impl Fn() -> Instant,
    ) -> Result<Tried, Instant> {
        let mut counters = self.lock();
        // Asked behind the lock, so that no failure that was counted here lies ahead of it.
        let now = clock();
        let mut tried = Vec::with_capacity(wanted.len());
        for (id, free) in wanted {
            let before = counters.get(id).cloned().unwrap_or_else(|| Throttle::new(id.clone(), now));
            let open_at = before.open_at(*free, now);
            if now < open_at {
                // Those who go on although they are refused stay counted.
                counters.put(before);
                return Err(open_at);
            }
            let after = before.failed(now);
            tried.push((before, after));
        }
        tried.iter().for_each(|(_, after)| counters.put(after.clone()));
        Ok(tried)
    }

    /// Takes a try back; what others tried meanwhile stays counted.
    pub(super) fn take_back(&self, tried: &Tried) {
        let mut counters = self.lock();
        for (before, after) in tried {
            let Some(now) = counters.get(&after.id).cloned() else { continue };
            let back = match now == *after {
                true => before.clone(),
                false => Throttle { failures: now.failures.saturating_sub(1), ..now },
            };
            counters.put(back);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn get(&self, id: &str) -> Option<&Throttle> {
        self.young.get(id).or_else(|| self.old.get(id))
    }

    fn put(&mut self, throttle: Throttle) {
        if self.young.len() >= GUESSES_COUNTED_MAX / 2 {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(throttle.id.clone(), throttle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_counted_within_a_bound_and_those_who_go_on_stay_counted() {
        let guesses = Guesses::default();
        let now = Instant::from_micros(1_800_000_000_000_000);
        let try_from = |id: &str| guesses.count(&[(id.to_owned(), 2)], || now);
        for number in 0..GUESSES_COUNTED_MAX * 2 {
            try_from(&number.to_string()).unwrap();
            if number % (GUESSES_COUNTED_MAX / 4) == 0 {
                let _ = try_from("busy");
            }
        }
        let counters = guesses.lock();
        assert!(counters.young.len() + counters.old.len() <= GUESSES_COUNTED_MAX);
        drop(counters);
        assert_eq!(try_from("busy").unwrap_err(), now.plus_micros(1_000_000));
        let tried = try_from("new").unwrap();
        guesses.take_back(&tried);
        assert_eq!(try_from("new").unwrap()[0].1.failures, 1);
    }
}
