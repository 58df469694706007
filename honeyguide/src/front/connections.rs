//! Open connections: how many there may be, how many of one address, and which one gives way to a new one.

use super::line::{Line, Readiness};
use ipnet::IpNet;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// One network address may have this part of all connections: one half.
pub(crate) const ADDRESS_PART: usize = 2;
/// This part of all connections is kept for redirects: one quarter.
pub(crate) const REDIRECT_PART: usize = 4;
/// How long a connection that was told to give way may take to do so, before another is told.
const GIVE_WAY: Duration = Duration::from_millis(50);
/// Accepted connections that wait for a place; more stay in the system's queue, so that files can still be opened.
const ANTEROOM: usize = 64;
/// How often they look whether one of their address gives way by now.
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// How long they wait.
const SEAT_WAIT: Duration = Duration::from_secs(1);
/// How long a request waits for a place before it is refused as busy.
const PLACE_WAIT: Duration = Duration::from_millis(100);
/// Connections looked at to find one that gives way.
const LOOKED_AT_MAX: usize = 4_096;

/// All open connections.
pub(super) struct Connections {
    places: Arc<Semaphore>,
    /// Places of requests that are no redirects.
    api: Arc<Semaphore>,
    per_address: usize,
    /// Places that an address beyond its part does not get.
    kept: usize,
    trusted_proxies: Vec<IpNet>,
    anteroom: Arc<Semaphore>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    lines: HashMap<u64, Arc<Line>>,
    of_address: HashMap<u128, usize>,
    next: u64,
}

/// The place of one open connection; dropping it frees the place.
pub(super) struct Seat {
    connections: Arc<Connections>,
    number: u64,
    pub(super) line: Arc<Line>,
    _place: OwnedSemaphorePermit,
}

/// The place of one request that is no redirect.
pub(super) struct ApiPlace {
    line: Arc<Line>,
    _place: OwnedSemaphorePermit,
}

impl Connections {
    pub(super) fn new(limit: usize, trusted_proxies: Vec<IpNet>) -> Arc<Self> {
        Arc::new(Self {
            places: Arc::new(Semaphore::new(limit)),
            api: Arc::new(Semaphore::new((limit - limit / REDIRECT_PART).max(1))),
            per_address: (limit / ADDRESS_PART).max(1),
            kept: limit / REDIRECT_PART,
            trusted_proxies,
            anteroom: Arc::new(Semaphore::new(ANTEROOM)),
            open: Mutex::default(),
        })
    }

    /// A place to wait for a seat, of which there are few.
    pub(super) async fn anteroom(&self) -> Option<OwnedSemaphorePermit> {
        self.anteroom.clone().acquire_owned().await.ok()
    }

    /// Finds a place for a new connection, if need be by closing one that gives way. None when in time none came free:
    /// all are busy, or all that its address may have while the others are kept for others.
    pub(super) async fn enter(self: &Arc<Self>, peer: IpAddr) -> Option<Seat> {
        let peer = peer.to_canonical();
        // Behind a proxy that we trust is everybody.
        let address = (!self.trusted_proxies.iter().any(|net| net.contains(&peer))).then(|| network(peer));
        let place = timeout(SEAT_WAIT, self.place(address)).await;
        let Some(place) = place.ok().flatten() else {
            closed("busy");
            return None;
        };

        let line = Arc::new(Line::new(address));
        let mut open = self.open();
        let number = open.next;
        open.next += 1;
        open.lines.insert(number, line.clone());
        if let Some(address) = address {
            *open.of_address.entry(address).or_default() += 1;
        }
        drop(open);
        Some(Seat { connections: self.clone(), number, line, _place: place })
    }

    /// Waits for a place as long as every connection is busy.
    async fn place(&self, address: Option<u128>) -> Option<OwnedSemaphorePermit> {
        while address.is_some_and(|address| !self.has_room_for(address)) {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        loop {
            if let Ok(place) = self.places.clone().try_acquire_owned() {
                return Some(place);
            }
            self.close_one("limit", |_| true, Line::gives_way);
            if let Ok(place) = timeout(GIVE_WAY, self.places.clone().acquire_owned()).await {
                return place.ok();
            }
        }
    }

    /// Whether one address may have one more, which may cost it another.
    fn has_room_for(&self, address: u128) -> bool {
        self.count(address) < self.per_address
            || self.close_one("address", |line| line.address == Some(address), Line::gives_way)
            || self.places.available_permits() > self.kept
    }

    /// A place for a request that is no redirect; the slowest such request gives way. None: busy.
    pub(super) async fn api_place(&self, line: &Arc<Line>) -> Option<ApiPlace> {
        let taken = match self.api.clone().try_acquire_owned() {
            Ok(place) => place,
            Err(_) => {
                self.close_one("slow", Line::has_api_place, Line::is_slow);
                timeout(PLACE_WAIT, self.api.clone().acquire_owned()).await.ok()?.ok()?
            }
        };
        line.take_api_place(true);
        Some(ApiPlace { line: line.clone(), _place: taken })
    }

    /// Tells one of these connections to close: one that does nothing before one that is slow, of the address that has
    /// most, and of these the one that has been so for longest.
    fn close_one(
        &self,
        reason: &'static str,
        of: impl Fn(&Line) -> bool,
        rank: impl Fn(&Line) -> Option<Readiness>,
    ) -> bool {
        let mut open = self.open();
        let looked_at = open.lines.iter().take(LOOKED_AT_MAX).filter(|(_, line)| of(line));
        let ranked = looked_at.filter_map(|(number, line)| {
            let (doing, time) = rank(line)?;
            let siblings = line.address.and_then(|address| open.of_address.get(&address));
            Some(((doing, siblings.copied().unwrap_or_default(), time), *number))
        });
        let Some((_, number)) = ranked.max() else { return false };
        if let Some(line) = open.remove(number) {
            line.close();
            closed(reason);
        }
        true
    }

    fn count(&self, address: u128) -> usize {
        self.open().of_address.get(&address).copied().unwrap_or_default()
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    pub(super) fn connections(&self) -> &Connections {
        &self.connections
    }
}

impl Open {
    fn remove(&mut self, number: u64) -> Option<Arc<Line>> {
        let line = self.lines.remove(&number)?;
        if let Some(address) = line.address
            && let Some(count) = self.of_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                self.of_address.remove(&address);
            }
        }
        Some(line)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.connections.open().remove(self.number);
    }
}

impl Drop for ApiPlace {
    fn drop(&mut self) {
        self.line.take_api_place(false);
    }
}

/// An IPv4 address, or an IPv6 network of 64 bits: who has one address of it has all.
fn network(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits() & !u128::from(u64::MAX),
    }
}

fn closed(reason: &'static str) {
    metrics::counter!("honeyguide_connections_closed_total", "reason" => reason).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_has_its_part_and_its_own_oldest_idle_one_gives_way() {
        let connections = Connections::new(8, vec!["10.0.0.0/8".parse().unwrap()]);
        let mut seats = Vec::new();
        for _ in 0..4 {
            seats.push(connections.enter(peer(1)).await.unwrap());
            tokio::time::advance(Duration::from_millis(10)).await;
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        seats[0].line.asked(false);
        seats.push(connections.enter(peer(1)).await.unwrap());
        assert!(!seats[0].line.is_closed(), "it is answering");
        assert!(seats[1].line.is_closed(), "the oldest that waits");
        assert!(!seats[2].line.is_closed() && !seats[3].line.is_closed());

        seats.iter().for_each(|seat| seat.line.asked(false));
        seats.push(connections.enter(peer(1)).await.expect("more than its part, while nobody else wants it"));
        seats.iter().for_each(|seat| seat.line.asked(false));
        assert!(connections.enter(peer(1)).await.is_none(), "all of its connections are busy");
        drop(seats.split_off(3));
        assert!(connections.enter(peer(2)).await.is_some(), "others are let in");
        for _ in 0..3 {
            let proxied = connections.enter(IpAddr::from([10, 0, 0, 1])).await;
            seats.push(proxied.expect("a trusted proxy is many"));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_address_with_most_gives_way_at_the_limit_and_redirects_keep_their_part() {
        let connections = Connections::new(8, Vec::new());
        let old = connections.enter(peer(9)).await.unwrap();
        tokio::time::advance(Duration::from_secs(5)).await;
        let mut seats = Vec::new();
        for number in 0..7 {
            seats.push(connections.enter(peer(number / 4)).await.unwrap());
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        let entering = tokio::spawn({
            let connections = connections.clone();
            async move { connections.enter(peer(20)).await.is_some() }
        });
        tokio::task::yield_now().await;
        let told = seats.iter().position(|seat| seat.line.is_closed()).unwrap();
        assert!(told < 4, "of the first address, which has most");
        assert!(!old.line.is_closed(), "older, but alone");
        drop(seats.remove(told));
        assert!(entering.await.unwrap());

        let line = &old.line;
        let mut places = Vec::new();
        while let Some(place) = connections.api_place(line).await {
            places.push(place);
        }
        assert_eq!(places.len(), 6, "three quarters");
    }
}
