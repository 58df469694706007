//! How often each key and session may call. Only those that the book knows are counted, so that what is kept
//! stays bounded by their number; those that fell silent are forgotten now and then.

use crate::problem::{Code, Problem};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use program::{ApiKey, KeyKind};
use std::{
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use words::{KeyId, SessionId};

/// Requests per second of one secret key, unless configured otherwise; bursts of twice as many.
pub const SECRET_REQUESTS_PER_SECOND: u32 = 500;
/// Requests per second of one publishable key, over all browsers; bursts of twice as many.
pub const PUBLISHABLE_REQUESTS_PER_SECOND: u32 = 500;
/// Requests per second of one publishable key from one network address, or from one IPv6 network of 64 bits; bursts of
/// twice as many. An office shares one.
pub const PUBLISHABLE_REQUESTS_PER_ADDRESS: u32 = 20;
/// Requests per second of one session; bursts of twice as many.
pub const SESSION_REQUESTS_PER_SECOND: u32 = 50;
/// Requests a minute with unknown keys from one network address, or from one IPv6 network of 64 bits.
pub const GUESSES_PER_MINUTE: u32 = 60;
const BURST_SECONDS: u32 = 2;
/// After this many requests the keys that fell silent are forgotten.
const FORGET_AFTER_REQUESTS: u32 = 10_000;

type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

pub(crate) struct Limits {
    /// None: neither secret keys nor sessions are limited.
    secret: Option<Limiter<KeyId>>,
    publishable: Option<Limiter<KeyId>>,
    browsers: Option<Limiter<(KeyId, u64)>>,
    sessions: Option<Limiter<SessionId>>,
    guesses: Option<Limiter<u64>>,
    clock: DefaultClock,
    requests: AtomicU32,
}

impl Limits {
    pub(crate) fn new(secret_per_second: Option<u32>) -> Self {
        Self {
            secret: secret_per_second.and_then(limiter),
            publishable: limiter(PUBLISHABLE_REQUESTS_PER_SECOND),
            browsers: limiter(PUBLISHABLE_REQUESTS_PER_ADDRESS),
            sessions: secret_per_second.and_then(|_| limiter(SESSION_REQUESTS_PER_SECOND)),
            guesses: NonZeroU32::new(GUESSES_PER_MINUTE)
                .map(|most| RateLimiter::keyed(Quota::per_minute(most))),
            clock: DefaultClock::default(),
            requests: AtomicU32::new(0),
        }
    }

    /// Counts a request of a key: a publishable one by browser first, so that one page's script does not stop the others.
    pub(super) fn check(&self, key: &ApiKey, from: Option<IpAddr>) -> Result<(), Problem> {
        let detail = || format!("the key {}… was used too often", key.hint);
        if key.kind == KeyKind::Secret {
            return self.count(&self.secret, &key.id, detail);
        }
        if let Some(from) = from {
            let detail = || format!("the key {}… was used too often from this address", key.hint);
            self.count(&self.browsers, &(key.id, network(from)), detail)?;
        }
        self.count(&self.publishable, &key.id, detail)
    }

    pub(super) fn check_session(&self, id: SessionId) -> Result<(), Problem> {
        self.count(&self.sessions, &id, || "the session asked too often".to_owned())
    }

    /// Counts a request with a key or session that is none. Whoever has a good one is not held up by others at their
    /// address.
    pub(super) fn check_guess(&self, from: Option<IpAddr>) -> Result<(), Problem> {
        let Some(from) = from else { return Ok(()) };
        let detail = || "too many unknown keys or sessions from this address".to_owned();
        self.count(&self.guesses, &network(from), detail)
    }

    fn count<K: Hash + Eq + Clone>(
        &self,
        limiter: &Option<Limiter<K>>,
        who: &K,
        detail: impl Fn() -> String,
    ) -> Result<(), Problem> {
        let Some(limiter) = limiter else { return Ok(()) };
        if self.is_time_to_forget() {
            limiter.retain_recent();
        }
        limiter
            .check_key(who)
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

fn limiter<K: Hash + Eq + Clone>(per_second: u32) -> Option<Limiter<K>> {
    let burst = NonZeroU32::new(BURST_SECONDS.saturating_mul(per_second))?;
    Some(RateLimiter::keyed(Quota::per_second(NonZeroU32::new(per_second)?).allow_burst(burst)))
}

/// An IPv4 address, or the upper half of an IPv6 one: who has one of the lower half has all of it.
pub(super) fn network(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}
