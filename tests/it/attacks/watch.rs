//! Visitors who come every few milliseconds, each over a connection of their own, and what they saw.

use super::socket::{Raw, head};
use crate::server::Server;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{task::JoinHandle, time::Instant};

const EVERY: Duration = Duration::from_millis(20);

pub(super) struct Watch {
    stop: Arc<AtomicBool>,
    visiting: JoinHandle<Seen>,
}

/// How long each redirect took, and what was no redirect.
#[derive(Default)]
pub(super) struct Seen {
    times: Vec<Duration>,
    others: Vec<String>,
}

impl Watch {
    pub(super) fn begin(address: SocketAddr) -> Watch {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let visiting = tokio::spawn(async move {
            let mut visits = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                // Each in a task of its own: those who come later do not wait for one who waits.
                visits.push(tokio::spawn(visit(address)));
                tokio::time::sleep(EVERY).await;
            }
            let mut seen = Seen::default();
            for visit in visits {
                match visit.await.unwrap() {
                    (time, None) => seen.times.push(time),
                    (time, Some(other)) => seen.others.push(format!("after {time:?}: {other}")),
                }
            }
            seen.times.sort();
            seen
        });
        Watch { stop, visiting }
    }

    pub(super) async fn end(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        self.visiting.await.unwrap()
    }
}

async fn visit(address: SocketAddr) -> (Duration, Option<String>) {
    let begun = Instant::now();
    let mut raw = Raw::open(address, &head("GET", "/r/ada", "Connection: close\r\n")).await;
    let answer = raw.answer().await;
    let time = begun.elapsed();
    match answer {
        Some(answer) if answer.starts_with("HTTP/1.1 302") => (time, None),
        Some(other) => (time, Some(other)),
        None => (time, Some("no answer".to_owned())),
    }
}

impl Seen {
    pub(super) fn count(&self) -> usize {
        self.times.len()
    }

    pub(super) fn max(&self) -> Duration {
        self.times.last().copied().unwrap_or_default()
    }

    pub(super) fn p99(&self) -> Duration {
        let at = self.times.len() * 99 / 100;
        self.times.get(at.min(self.times.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    pub(super) fn assert_all_led_on(&self, under: &str, wait_max: Duration) {
        assert!(
            self.others.is_empty(),
            "{under}: {} of {}: {:?}",
            self.others.len(),
            self.count(),
            self.others
        );
        assert!(self.count() > 0 && self.max() < wait_max, "{under}: {:?}", self.max());
    }
}

/// Memory that the process has of its own, without what it maps of files.
pub(super) fn anon_bytes(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default() << 10
}

/// Ticks of the processor that the threads of a process have used, by the names of the threads.
pub(super) struct Ticks(BTreeMap<String, u64>);

impl Ticks {
    /// None where there is no `/proc`.
    pub(super) fn of(server: &Server) -> Option<Ticks> {
        let mut ticks = BTreeMap::new();
        for task in std::fs::read_dir(format!("/proc/{}/task", server.id())).ok()? {
            // A thread may have ended since.
            let Ok(stat) = std::fs::read_to_string(task.ok()?.path().join("stat")) else { continue };
            let (name, rest) = stat.split_once('(')?.1.rsplit_once(") ")?;
            // What follows the name is the state; user and system time are the 12th and 13th from it.
            let used =
                rest.split(' ').skip(11).take(2).filter_map(|text| text.parse::<u64>().ok()).sum::<u64>();
            *ticks.entry(name.to_owned()).or_default() += used;
        }
        Some(Ticks(ticks))
    }

    /// What a group of threads has used since, and what all have.
    pub(super) fn since(&self, before: &Ticks, name: &str) -> (u64, u64) {
        let more =
            |(own, used): (&String, &u64)| used - before.0.get(own).copied().unwrap_or_default().min(*used);
        let own = self.0.iter().filter(|(own, _)| *own == name).map(more).sum();
        (own, self.0.iter().map(more).sum())
    }
}
