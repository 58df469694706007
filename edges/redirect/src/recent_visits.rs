//! Who followed which link within the last hour, so that a second click of the same person counts
//! as a repeat. In memory only: a restart forgets, and then a repeat counts as a person once more.

use crate::generations::Generations;
use click::REPEAT_WINDOW_MICROS;
use std::{
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};
use words::{ClickId, Instant, LinkId, VisitorId};

/// Visits remembered; 96 bytes each when it is full.
pub const RECENT_VISITS_MAX: usize = 1_000_000;
/// Locks, so that growing one part's memory stops few visitors for a short time.
const SHARDS: usize = 16;

/// How a visitor of a link is known again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Who {
    /// By the cookie they allowed us to keep.
    Visitor(VisitorId),
    /// By address and browser, for the day.
    Fingerprint(i64),
}

pub(crate) type Visit = (LinkId, Who);

struct Shard {
    visits: Generations<Visit, (ClickId, Instant)>,
    young_since: Instant,
}

pub(crate) struct RecentVisits {
    shards: Vec<Mutex<Shard>>,
    hasher: RandomState,
}

impl RecentVisits {
    pub(crate) fn new(visits_max: usize) -> Self {
        let shard = |_| Shard { visits: Generations::new(visits_max / SHARDS), young_since: Instant::MIN };
        Self { shards: (0..SHARDS).map(shard).map(Mutex::new).collect(), hasher: RandomState::new() }
    }

    /// The first click of the same visit within the window, if this is not the first one itself.
    /// Of two that come at once exactly one is the first.
    pub(crate) fn first_click(&self, visit: Visit, click: ClickId, at: Instant) -> Option<ClickId> {
        let mut shard = self.shard(&visit);
        // Older than a window is of no use: two generations hold at most two windows.
        if !is_within(at, shard.young_since) {
            shard.visits.grow_old();
            shard.young_since = at;
        }
        match shard.visits.get(&visit) {
            Some((first, when)) if is_within(at, when) => Some(first),
            _ => {
                shard.visits.insert(visit, (click, at));
                None
            }
        }
    }

    /// Takes back a click that could not be written, lest repeats name it for an hour.
    pub(crate) fn forget(&self, visit: Visit, click: ClickId) {
        let mut shard = self.shard(&visit);
        if shard.visits.get(&visit).is_some_and(|(first, _)| first == click) {
            shard.visits.remove(&visit);
        }
    }

    fn shard(&self, visit: &Visit) -> MutexGuard<'_, Shard> {
        let place = self.hasher.hash_one(visit) as usize % SHARDS;
        self.shards[place].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether two visits are of one window. A clock that went back must not make everybody of the hour before a repeat for as
/// long as it went.
fn is_within(at: Instant, other: Instant) -> bool {
    at.micros_since(other).saturating_abs() < REPEAT_WINDOW_MICROS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_counts_from_the_first_click() {
        let memory = RecentVisits::new(RECENT_VISITS_MAX);
        let start = Instant::from_micros(1_800_000_000_000_000);
        let visit = (LinkId::draw(start, 1), Who::Fingerprint(7));
        let click = |chance| ClickId::draw(start, chance);
        assert_eq!(memory.first_click(visit, click(1), start), None);
        let late = start.plus_micros(REPEAT_WINDOW_MICROS - 1);
        assert_eq!(memory.first_click(visit, click(2), late), Some(click(1)));
        let over = start.plus_micros(REPEAT_WINDOW_MICROS);
        assert_eq!(memory.first_click(visit, click(3), over), None);
        assert_eq!(memory.first_click(visit, click(4), over), Some(click(3)));
        let other = (LinkId::draw(start, 2), Who::Fingerprint(7));
        assert_eq!(memory.first_click(other, click(5), over), None);
        memory.forget(visit, click(4));
        assert_eq!(memory.first_click(visit, click(6), over), Some(click(3)), "not its own to forget");
        memory.forget(visit, click(3));
        assert_eq!(memory.first_click(visit, click(7), over), None);
    }
}
