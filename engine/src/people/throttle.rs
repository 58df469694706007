//! Slowing who guesses: each try is counted before it is looked at, and given back if it was good.

use super::guesses::Tried;
use crate::{
    Engine, Error, Origin,
    ports::{Changes, Expected, Row, VersionKey},
};
use core::net::IpAddr;
use program::{
    FREE_FAILURES_FROM_ADDRESS, FREE_FAILURES_FROM_SITE, FREE_FAILURES_OF_ACCOUNT,
    FREE_FAILURES_OF_ACCOUNT_ANYWHERE, Throttle,
};
use words::{EmailHash, Instant};

/// Requests for one-time links. Letters to a mailbox are few whoever asks for them, so that only those who ask wait:
/// strangers everywhere must not keep the owner from a link.
pub(super) const LINK: &str = "link";
/// Rows that stand for accounts that nobody has, so that a try takes as long as for one that there is.
const NOBODYS_ROWS: usize = 256;

/// Tries that were counted and are not decided yet.
pub(crate) struct Counted {
    /// In the book, as it was before and as it was left: the account from here first, then from anywhere.
    kept: Vec<(Throttle, Throttle)>,
    /// In memory.
    guessed: Tried,
    /// How often the account has failed, this try included.
    pub failures: u32,
    /// Seconds until the next try is let in.
    pub wait_seconds: u32,
}

type Wanted = Vec<(String, u32)>;

/// What is counted of an account, by the keyed hash of its address: here, and wherever tries come from.
fn of_account(what: &str, account: &EmailHash, origin: &Origin) -> Wanted {
    let account = format!("{what}/account/{}", account.0);
    let anywhere = (account.clone(), FREE_FAILURES_OF_ACCOUNT_ANYWHERE);
    match origin.address.as_deref().map(network) {
        None => vec![(account, FREE_FAILURES_OF_ACCOUNT)],
        Some(from) if what == LINK => vec![(format!("{account}/{from}"), FREE_FAILURES_OF_ACCOUNT)],
        Some(from) => vec![(format!("{account}/{from}"), FREE_FAILURES_OF_ACCOUNT), anywhere],
    }
}

/// What is counted of where a try came from.
fn of_origin(what: &str, origin: &Origin) -> Wanted {
    let Some(address) = origin.address.as_deref() else { return Vec::new() };
    let own = (format!("{what}/address/{}", network(address)), FREE_FAILURES_FROM_ADDRESS);
    let site = site(address).map(|site| (format!("{what}/address/{site}"), FREE_FAILURES_FROM_SITE));
    [own].into_iter().chain(site).collect()
}

/// An IPv4 address, or the upper half of an IPv6 one: who has one of the lower half has all of it.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => format!("{:x}::/64", address.to_bits() >> 64),
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// The network of 48 bits that a provider gives to a site.
fn site(address: &str) -> Option<String> {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => Some(format!("{:x}::/48", address.to_bits() >> 80)),
        _ => None,
    }
}

/// Counts a try as failed before it is looked at, so that many at once cannot slip through; or refuses it
/// until the wait is over.
pub(crate) async fn count_try(
    engine: &Engine,
    what: &'static str,
    account: Option<&EmailHash>,
    origin: &Origin,
) -> Result<Counted, Error> {
    let is_known = match account {
        // What counts requests for links by account stays in memory: any address may ask about any account.
        Some(hash) if what != LINK => engine.book().user_by_email(hash).await?.is_some(),
        Some(_) => false,
        None => false,
    };
    let account = account.map(|hash| (hash, of_account(what, hash, origin)));
    let (mut in_book, mut in_memory) = (Wanted::new(), of_origin(what, origin));
    match &account {
        Some((_, wanted)) if is_known => in_book.clone_from(wanted),
        Some((_, wanted)) => in_memory.splice(0..0, wanted.iter().cloned()).for_each(drop),
        None => {}
    }

    let refused = |open_at| Error::Throttled { seconds: seconds_between(engine.now(), open_at) };
    let guessed = engine.guesses.count(&in_memory, || engine.now()).map_err(refused)?;
    let kept = match &account {
        Some((hash, _)) if !is_known => count_for_nobody(engine, hash).await.map(|()| Vec::new()),
        _ => count_in_book(engine, &in_book).await,
    };
    let kept = kept.inspect_err(|_| engine.guesses.take_back(&guessed))?;

    let of_account = kept.first().or_else(|| guessed.first().filter(|_| account.is_some()));
    let (now, failed) = (engine.now(), of_account.map(|(_, failed)| failed));
    let open_at = failed.map_or(now, |failed| failed.open_at(FREE_FAILURES_OF_ACCOUNT, now));
    let (failures, wait_seconds) =
        (failed.map_or(0, |failed| failed.failures), seconds_between(now, open_at));
    Ok(Counted { kept, guessed, failures, wait_seconds })
}

async fn count_in_book(engine: &Engine, wanted: &Wanted) -> Result<Vec<(Throttle, Throttle)>, Error> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let attempt = move || async move {
        let mut found = Vec::with_capacity(wanted.len());
        for (id, free) in wanted {
            let key = VersionKey::Throttle(id.clone());
            let version = engine.book().version(&key).await?;
            found.push((Expected { key, version }, engine.book().throttle(id).await?, id, *free));
        }
        // Asked after they were read, so that no failure counted here lies ahead of it.
        let now = engine.now();
        let (mut changes, mut tries) = (Changes::default(), Vec::with_capacity(found.len()));
        for (expected, found, id, free) in found {
            let before = found.unwrap_or_else(|| Throttle::new(id.clone(), now));
            let open_at = before.open_at(free, now);
            if now < open_at {
                return Err(Error::Throttled { seconds: seconds_between(now, open_at) });
            }
            let failed = before.failed(now);
            changes.expected.push(expected);
            changes.rows.push(Row::Throttle(failed.clone()));
            tries.push((before, failed));
        }
        Ok((tries, changes))
    };
    engine.transact_unnamed("count_try", attempt).await
}

/// Waits for the disk as long as a try for an account that there is, and leaves one of a few rows behind.
async fn count_for_nobody(engine: &Engine, hash: &EmailHash) -> Result<(), Error> {
    let place = hash.0.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let id = &format!("nobody/{}", place % NOBODYS_ROWS);
    let attempt = move || async move {
        let rows = vec![Row::Throttle(Throttle::new(id.clone(), engine.now()))];
        Ok(((), Changes { rows, ..Changes::default() }))
    };
    engine.transact_unnamed("count_try", attempt).await
}

/// Takes a good try back, in the book with `changes`: the account begins anew. What memory counted is taken back by
/// [`let_in`] once they are committed.
pub(super) async fn forgive(engine: &Engine, counted: &Counted, changes: &mut Changes) -> Result<(), Error> {
    take_back(engine, counted, true, changes).await
}

/// Takes a try back that was neither good nor bad; what others tried meanwhile stays counted.
pub(super) async fn uncount(engine: &Engine, counted: &Counted, changes: &mut Changes) -> Result<(), Error> {
    take_back(engine, counted, false, changes).await
}

/// Takes back what memory counted of a try that was not bad.
pub(super) fn let_in(engine: &Engine, counted: &Counted) {
    engine.guesses.take_back(&counted.guessed);
}

async fn take_back(
    engine: &Engine,
    counted: &Counted,
    was_good: bool,
    changes: &mut Changes,
) -> Result<(), Error> {
    for (place, (before, after)) in counted.kept.iter().enumerate() {
        let key = VersionKey::Throttle(before.id.clone());
        let version = engine.book().version(&key).await?;
        let Some(now) = engine.book().throttle(&before.id).await? else { continue };
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

/// Whole seconds from now to then, rounded up.
fn seconds_between(now: Instant, then: Instant) -> u32 {
    let micros = (then.micros() - now.micros()).max(0);
    u32::try_from((micros + 999_999) / 1_000_000).unwrap_or(u32::MAX)
}
