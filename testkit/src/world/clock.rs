//! A clock that moves when a test says so.

use engine::ports::Clock;
use std::sync::atomic::{AtomicI64, Ordering};
use words::{Instant, MICROS_PER_DAY};

/// Shows the same instant until it is set or advanced.
#[derive(Debug)]
pub struct FakeClock {
    micros: AtomicI64,
}

impl FakeClock {
    pub fn new(now: Instant) -> Self {
        Self { micros: AtomicI64::new(now.micros()) }
    }

    /// A clock that shows an RFC 3339 time; panics on any other text.
    pub fn at(text: &str) -> Self {
        Self::new(super::instant(text))
    }

    /// Jumps, backwards too.
    pub fn set(&self, now: Instant) {
        self.micros.store(now.micros(), Ordering::SeqCst);
    }

    /// Moves on by microseconds and answers what the clock shows then.
    pub fn advance(&self, micros: i64) -> Instant {
        let before = self.micros.fetch_add(micros, Ordering::SeqCst);
        Instant::from_micros(before.saturating_add(micros))
    }

    pub fn advance_seconds(&self, seconds: i64) -> Instant {
        self.advance(seconds * 1_000_000)
    }

    pub fn advance_days(&self, days: i64) -> Instant {
        self.advance(days * MICROS_PER_DAY)
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.micros.load(Ordering::SeqCst))
    }
}
