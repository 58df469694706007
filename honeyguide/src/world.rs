//! Time and chance from the machine. The only places that ask for them.

use engine::ports::{Chance, Clock};
use rand::RngExt;
use words::Instant;

pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the port meets the machine's clock")]
    fn now(&self) -> Instant {
        Instant::from_micros(jiff::Timestamp::now().as_microsecond())
    }
}

pub(crate) struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "this is where the port meets the machine's randomness")]
    fn draw(&self) -> u128 {
        rand::rng().random()
    }
}
