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
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};
use words::KeyId;

/// Requests per second of one secret key, unless configured otherwise; bursts of twice as many.
pub const SECRET_REQUESTS_PER_SECOND: u32 = 500;
/// Requests per second of one publishable key, over all browsers; bursts of twice as many.
pub const PUBLISHABLE_REQUESTS_PER_SECOND: u32 = 50;
const BURST_SECONDS: u32 = 2;
/// After this many requests the keys that fell silent are forgotten.
const FORGET_AFTER_REQUESTS: u32 = 10_000;

type Limiter = RateLimiter<KeyId, DefaultKeyedStateStore<KeyId>, DefaultClock>;

pub(crate) struct Limits {
    /// None: secret keys are not limited.
    secret: Option<Limiter>,
    publishable: Option<Limiter>,
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
        if self.requests.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER_REQUESTS == FORGET_AFTER_REQUESTS - 1
        {
            limiter.retain_recent();
        }
        limiter.check_key(&key.id).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            let detail = format!("the key {}… was used too often", key.hint);
            Problem::new(Code::TooManyRequests, detail).retry_after(seconds)
        })
    }
}
