//! A world that stands still: time moves when a test says so, chance comes from a seed, and the
//! nouns have believable defaults.

mod chance;
mod clock;
mod events;
mod money;
mod payout;
mod payouts;
mod program;
mod purchase;
mod shop;
mod terms;
mod vault;

pub use chance::SeededChance;
pub use clock::FakeClock;
pub use purchase::Purchase;
pub use shop::Shop;
pub use terms::TermsWith;
pub use vault::PlainVault;

use engine::ports::{Chance, Clock};
use std::sync::Arc;
use words::{Instant, Mode, Scope, WorkspaceId};

/// Draws nouns at the clock's instant with ids from the seed: the same seed and the same calls give
/// the same nouns. The methods named after nouns stand in the files beside this one.
#[derive(Clone)]
pub struct World {
    /// Begins at 10 March 2026, 12:00 UTC.
    pub clock: Arc<FakeClock>,
    pub chance: Arc<SeededChance>,
    pub vault: Arc<PlainVault>,
}

impl World {
    pub fn seeded(seed: u64) -> Self {
        Self {
            clock: Arc::new(FakeClock::at("2026-03-10T12:00:00Z")),
            chance: Arc::new(SeededChance::new(seed)),
            vault: Arc::new(PlainVault::default()),
        }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    pub fn draw(&self) -> u128 {
        self.chance.draw()
    }

    /// A scope of a merchant of its own.
    pub fn scope(&self, mode: Mode) -> Scope {
        Scope { workspace: WorkspaceId::draw(self.now(), self.draw()), mode }
    }
}

/// The instant that an RFC 3339 text names; panics on any other text, for tests that write times.
pub fn instant(text: &str) -> Instant {
    match text.parse() {
        Ok(instant) => instant,
        Err(fault) => panic!("{text}: {fault}"),
    }
}

/// The month that a text like `2026-03` names; panics on any other text.
pub fn month(text: &str) -> words::Month {
    match text.parse() {
        Ok(month) => month,
        Err(fault) => panic!("{text}: {fault}"),
    }
}

/// The currency of a code like `EUR`; panics on any other text.
pub fn currency(code: &str) -> words::Currency {
    match code.parse() {
        Ok(currency) => currency,
        Err(fault) => panic!("{code}: {fault}"),
    }
}
