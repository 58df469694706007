//! Slowing who guesses: each try is counted before it is looked at, and given back if it was good.

use crate::{
    Engine, Error, Origin,
    ports::{Changes, Expected, Row, VersionKey},
};
use core::net::IpAddr;
use program::{
    FREE_FAILURES_FROM_ADDRESS, FREE_FAILURES_OF_ACCOUNT, FREE_FAILURES_OF_ACCOUNT_ANYWHERE, Throttle,
};
use words::{EmailHash, Instant};

/// Tries that were counted and are not decided yet.
pub(crate) struct Counted {
    /// As it was before and as it was left: the account from here first, then all others.
    tries: Vec<(Throttle, Throttle)>,
    /// How often the account has failed, this try included.
    pub failures: u32,
    /// Seconds until the next try is let in.
    pub wait_seconds: u32,
}

/// What is counted: an account by the keyed hash of its address, if one is tried, and where the try came from.
fn counted(what: &str, account: Option<&EmailHash>, origin: &Origin) -> Vec<(String, u32)> {
    let account = account.map(|account| format!("{what}/account/{}", account.0));
    let from = origin.address.as_deref().map(network);
    let mut counted = match (&account, &from) {
        (None, _) => Vec::new(),
        (Some(account), None) => vec![(account.clone(), FREE_FAILURES_OF_ACCOUNT)],
        (Some(account), Some(from)) => vec![
            (format!("{account}/{from}"), FREE_FAILURES_OF_ACCOUNT),
            (account.clone(), FREE_FAILURES_OF_ACCOUNT_ANYWHERE),
        ],
    };
    let address = from.map(|from| (format!("{what}/address/{from}"), FREE_FAILURES_FROM_ADDRESS));
    counted.extend(address);
    counted
}

/// An IPv4 address, or the upper half of an IPv6 one: who has one of the lower half has all of it.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => format!("{:x}::/64", address.to_bits() >> 64),
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

impl Engine {
    /// Counts a try as failed before it is looked at, so that many at once cannot slip through; or refuses it
    /// until the wait is over.
    pub(crate) async fn count_try(
        &self,
        what: &'static str,
        account: Option<&EmailHash>,
        origin: &Origin,
    ) -> Result<Counted, Error> {
        let wanted = &counted(what, account, origin);
        let attempt = move || async move {
            let now = self.now();
            let mut changes = Changes::default();
            let mut tries = Vec::new();
            for (id, free) in wanted {
                let key = VersionKey::Throttle(id.clone());
                let version = self.book().version(&key).await?;
                let found = self.book().throttle(id).await?;
                let throttle = found.unwrap_or_else(|| Throttle::new(id.clone(), now));
                let open_at = if throttle.is_forgotten(now) { now } else { throttle.open_at(*free) };
                if now < open_at {
                    return Err(Error::Throttled { seconds: seconds_between(now, open_at) });
                }
                changes.expected.push(Expected { key, version });
                let failed = throttle.failed(now);
                changes.rows.push(Row::Throttle(failed.clone()));
                tries.push((throttle, failed));
            }
            Ok(((tries, now), changes))
        };
        let (tries, now): (Vec<(Throttle, Throttle)>, Instant) =
            self.turn_unnamed("count_try", attempt).await?;
        let account = tries.first().map(|(_, failed)| failed);
        let wait = account.map_or(now, |account| account.open_at(FREE_FAILURES_OF_ACCOUNT));
        Ok(Counted {
            failures: account.map_or(0, |account| account.failures),
            tries,
            wait_seconds: seconds_between(now, wait),
        })
    }

    /// Takes a good try back: the account begins anew, the address keeps its other failures.
    pub(super) async fn forgive(&self, counted: &Counted, changes: &mut Changes) -> Result<(), Error> {
        self.take_back(counted, true, changes).await
    }

    /// Takes a try back that was neither good nor bad; what others tried meanwhile stays counted.
    pub(super) async fn uncount(&self, counted: &Counted, changes: &mut Changes) -> Result<(), Error> {
        self.take_back(counted, false, changes).await
    }

    async fn take_back(&self, counted: &Counted, was_good: bool, changes: &mut Changes) -> Result<(), Error> {
        for (place, (before, after)) in counted.tries.iter().enumerate() {
            let key = VersionKey::Throttle(before.id.clone());
            let version = self.book().version(&key).await?;
            let Some(now) = self.book().throttle(&before.id).await? else { continue };
            let failures = now.failures.saturating_sub(1);
            let back = match place {
                0 if was_good => Throttle { failures: 0, ..now },
                _ if now == *after => before.clone(),
                _ => Throttle { failures, ..now },
            };
            changes.expected.push(Expected { key, version });
            changes.rows.push(Row::Throttle(back));
        }
        Ok(())
    }
}

/// Whole seconds from now to then, rounded up.
fn seconds_between(now: Instant, then: Instant) -> u32 {
    let micros = (then.micros() - now.micros()).max(0);
    u32::try_from((micros + 999_999) / 1_000_000).unwrap_or(u32::MAX)
}
