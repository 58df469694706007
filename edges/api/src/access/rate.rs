//! How often each key may call. Only keys that the book knows are counted, so that what is kept
//! stays bounded by their number; those that fell silent are forgotten now and then.

use crate::problem::{Code, Problem};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use program::{ApiKey, KeyKind};
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use words::KeyId;

/// Requests per second of one secret key, unless configured otherwise; bursts of twice as many.
pub const SECRET_REQUESTS_PER_SECOND: u32 = 500;
/// Requests per second of one publishable key, over all browsers; bursts of twice as many.
pub const PUBLISHABLE_REQUESTS_PER_SECOND: u32 = 50;
/// Requests a minute with unknown keys from one network address, or from one IPv6 network of 64 bits.
pub const GUESSES_PER_MINUTE: u32 = 60;
const BURST_SECONDS: u32 = 2;
/// After this many requests the keys that fell silent are forgotten.
const FORGET_AFTER_REQUESTS: u32 = 10_000;

type Limiter = RateLimiter<KeyId, DefaultKeyedStateStore<KeyId>, DefaultClock>;

pub(crate) struct Limits {
    /// None: secret keys are not limited.
    secret: Option<Limiter>,
    publishable: Option<Limiter>,
    guesses: Option<RateLimiter<u64, DefaultKeyedStateStore<u64>, DefaultClock>>,
    clock: DefaultClock,
    requests: AtomicU32,
}

impl Limits {
    pub(crate) fn new(secret_per_second: Option<u32>) -> Self {
        let limiter = |per_second| {
            let burst = NonZeroU32::new(BURST_SECONDS.saturating_mul(per_second))?;
            Some(RateLimiter::keyed(Quota::per_second(NonZeroU32::new(per_second)?).allow_burst(burst)))
        };
        Self {
            secret: secret_per_second.and_then(limiter),
            publishable: limiter(PUBLISHABLE_REQUESTS_PER_SECOND),
            guesses: NonZeroU32::new(GUESSES_PER_MINUTE)
                .map(|most| RateLimiter::keyed(Quota::per_minute(most))),
            clock: DefaultClock::default(),
            requests: AtomicU32::new(0),
        }
    }

    pub(super) fn check(&self, key: &ApiKey) -> Result<(), Problem> {
        let limiter = match key.kind {
            KeyKind::Secret => &self.secret,
            KeyKind::Publishable => &self.publishable,
        };
        let Some(limiter) = limiter else { return Ok(()) };
        if self.is_time_to_forget() {
            limiter.retain_recent();
        }
        let detail = || format!("the key {}… was used too often", key.hint);
        limiter
            .check_key(&key.id)
            .map_err(|refused| Self::refusal(refused.wait_time_from(self.clock.now()), detail()))
    }

    /// Counts a request with an unknown key. Whoever has a good one is not held up by others at their address.
    pub(super) fn check_guess(&self, address: IpAddr) -> Result<(), Problem> {
        let Some(limiter) = &self.guesses else { return Ok(()) };
        if self.is_time_to_forget() {
            limiter.retain_recent();
        }
        let detail = || "too many unknown keys from this address".to_owned();
        limiter
            .check_key(&network(address))
            .map_err(|refused| Self::refusal(refused.wait_time_from(self.clock.now()), detail()))
    }

    fn is_time_to_forget(&self) -> bool {
        self.requests.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER_REQUESTS == FORGET_AFTER_REQUESTS - 1
    }

    fn refusal(wait: Duration, detail: String) -> Problem {
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        Problem::new(Code::TooManyRequests, detail).retry_after(seconds)
    }
}

/// An IPv4 address, or the upper half of an IPv6 one: who has one of the lower half has all of it.
fn network(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}
