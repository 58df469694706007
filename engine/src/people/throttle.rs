//! Slowing who guesses: each try is counted before it is looked at, and given back if it was good.

use crate::{
    Engine, Error, Origin,
    ports::{Changes, Expected, Row, VersionKey},
};
use program::{FREE_FAILURES_FROM_ADDRESS, FREE_FAILURES_OF_ACCOUNT, Throttle};
use words::{EmailHash, Instant};

/// Tries that were counted and are not decided yet.
pub(crate) struct Counted {
    before: Vec<Throttle>,
    /// How often the account has failed, this try included.
    pub failures: u32,
    /// Seconds until the next try is let in.
    pub wait_seconds: u32,
}

/// What is counted: an account by the keyed hash of its address, and where the try came from.
fn counted(what: &str, account: &EmailHash, origin: &Origin) -> Vec<(String, u32)> {
    let account = (format!("{what}/account/{}", account.0), FREE_FAILURES_OF_ACCOUNT);
    let address = origin.address.as_ref();
    let address = address.map(|from| (format!("{what}/address/{from}"), FREE_FAILURES_FROM_ADDRESS));
    [Some(account), address].into_iter().flatten().collect()
}

impl Engine {
    /// Counts a try as failed before it is looked at, so that many at once cannot slip through; or refuses it
    /// until the wait is over.
    pub(crate) async fn count_try(
        &self,
        what: &'static str,
        account: &EmailHash,
        origin: &Origin,
    ) -> Result<Counted, Error> {
        let wanted = &counted(what, account, origin);
        let attempt = move || async move {
            let now = self.now();
            let mut changes = Changes::default();
            let mut before = Vec::new();
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
                changes.rows.push(Row::Throttle(throttle.failed(now)));
                before.push(throttle);
            }
            Ok(((before, now), changes))
        };
        let (before, now): (Vec<Throttle>, Instant) = self.turn_unnamed("count_try", attempt).await?;
        let account = before.first().map(|throttle| throttle.failed(now));
        let wait = account.as_ref().map_or(now, |account| account.open_at(FREE_FAILURES_OF_ACCOUNT));
        Ok(Counted {
            before,
            failures: account.map_or(0, |account| account.failures),
            wait_seconds: seconds_between(now, wait),
        })
    }

    /// The rows that take a good try back: the account begins anew, the address keeps its other failures.
    pub(super) fn forgiven(&self, counted: &Counted) -> Vec<Row> {
        let forgive = |(place, throttle): (usize, &Throttle)| {
            let failures = if place == 0 { 0 } else { throttle.failures };
            Row::Throttle(Throttle { failures, ..throttle.clone() })
        };
        counted.before.iter().enumerate().map(forgive).collect()
    }

    /// The rows that leave the count as it was before the try, which was neither good nor bad.
    pub(super) fn uncounted(&self, counted: &Counted) -> Vec<Row> {
        counted.before.iter().cloned().map(Row::Throttle).collect()
    }
}

/// Whole seconds from now to then, rounded up.
fn seconds_between(now: Instant, then: Instant) -> u32 {
    let micros = (then.micros() - now.micros()).max(0);
    u32::try_from((micros + 999_999) / 1_000_000).unwrap_or(u32::MAX)
}
