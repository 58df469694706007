//! Networks from which somebody was logged in not long ago. Their log-ins do not wait behind those of strangers, who may
//! be very many.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Networks of one generation. When it is full, it takes the place of the one before.
const GENERATION: usize = 10_000;

/// In memory only: after a restart, the first request of each session makes its network familiar again.
#[derive(Default)]
pub(crate) struct Familiar(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    latest: HashSet<u64>,
    before: HashSet<u64>,
}

impl Familiar {
    pub(super) fn add(&self, network: u64) {
        let mut networks = self.networks();
        networks.latest.insert(network);
        if networks.latest.len() >= GENERATION {
            networks.before = std::mem::take(&mut networks.latest);
        }
    }

    pub(super) fn has(&self, network: u64) -> bool {
        let networks = self.networks();
        networks.latest.contains(&network) || networks.before.contains(&network)
    }

    fn networks(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_networks_are_kept_and_no_more_than_two_generations() {
        let familiar = Familiar::default();
        let all = 3 * GENERATION as u64;
        (0..all).for_each(|network| familiar.add(network));
        assert!(familiar.has(all - 1) && !familiar.has(0));
        assert_eq!((0..all).filter(|network| familiar.has(*network)).count(), GENERATION);
    }
}
