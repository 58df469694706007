//! Chance from a seed, so that a failure can be seen again.

use engine::ports::Chance;
use std::sync::atomic::{AtomicU64, Ordering};

/// The increment of SplitMix64 (Steele, Lea, Flood 2014): 2⁶⁴ divided by the golden ratio.
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// SplitMix64: passes statistical tests, is far too weak for keys, and needs eight bytes of state.
#[derive(Debug)]
pub struct SeededChance {
    state: AtomicU64,
}

impl SeededChance {
    pub fn new(seed: u64) -> Self {
        Self { state: AtomicU64::new(seed) }
    }

    /// A number below `bound`, for tests that choose; the bias of the remainder does not matter
    /// to them. Panics when `bound` is 0.
    pub fn below(&self, bound: u64) -> u64 {
        (self.draw() >> 64) as u64 % bound
    }
}

impl Chance for SeededChance {
    fn draw(&self) -> u128 {
        // Both halves come from one step of the state, so that threads do not interleave in them.
        let state = self.state.fetch_add(GAMMA.wrapping_mul(2), Ordering::Relaxed);
        let (high, low) = (state.wrapping_add(GAMMA), state.wrapping_add(GAMMA.wrapping_mul(2)));
        u128::from(mix(high)) << 64 | u128::from(mix(low))
    }
}

/// SplitMix64's output function: a bijection in which every input bit changes half of the output.
pub(super) fn mix(state: u64) -> u64 {
    let state = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ state >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ state >> 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn matches_the_reference_and_repeats_by_seed() {
        // The first outputs of SplitMix64 for seed 1234567, as published with the reference.
        let expected = 6_457_827_717_110_365_317_u128 << 64 | 3_203_168_211_198_807_973;
        assert_eq!(SeededChance::new(1_234_567).draw(), expected);
        let draws = |seed| (0..1_000).map(|_| 0).scan(SeededChance::new(seed), |it, _| Some(it.draw()));
        assert!(draws(7).eq(draws(7)));
        assert_eq!(draws(7).collect::<BTreeSet<_>>().len(), 1_000);
    }
}
