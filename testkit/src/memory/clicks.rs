//! The click store in memory.

use async_trait::async_trait;
use click::{Click, Verdict};
use engine::ports::{ClickCount, ClickFilter, Clicks, StorageError};
use report::{BySource, ClickTallies, Figures, Question, Slot};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};
use words::{ClickId, Instant, LinkId, MICROS_PER_DAY, Month, ProgramId, Scope, VisitorId};

/// Further slugs of a day are not counted: strangers may ask for as many as they like.
pub const UNKNOWN_SLUGS_PER_DAY_MAX: usize = 1_000;

/// Forgets everything when it is dropped, and otherwise keeps the contract of `Clicks`.
#[derive(Default)]
pub struct MemoryClicks {
    tables: Mutex<Tables>,
}

#[derive(Default)]
struct Tables {
    clicks: BTreeMap<ClickId, Click>,
    /// Visits by day (since 1970), host and slug.
    unknown: BTreeMap<i64, BTreeMap<(String, String), u64>>,
}

impl MemoryClicks {
    pub fn new() -> Self {
        Self::default()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Clicks for MemoryClicks {
    /// A click that is there already is the same click, sent again.
    async fn append(&self, click: Click) -> Result<(), StorageError> {
        self.tables().clicks.entry(click.id).or_insert(click);
        Ok(())
    }

    async fn click(&self, id: ClickId) -> Result<Option<Click>, StorageError> {
        Ok(self.tables().clicks.get(&id).cloned())
    }

    async fn visitor_clicks(
        &self,
        scope: Scope,
        program: ProgramId,
        visitor: VisitorId,
        since: Instant,
        until: Instant,
        limit: usize,
    ) -> Result<Vec<Click>, StorageError> {
        let tables = self.tables();
        let wanted = tables.clicks.values().filter(|click| {
            (click.scope, click.program, click.visitor) == (scope, program, Some(visitor))
                && (since..=until).contains(&click.at)
                && click.verdict == Verdict::Person
        });
        let mut clicks: Vec<_> = wanted.cloned().collect();
        clicks.sort_by_key(|click| Reverse((click.at, click.id)));
        clicks.truncate(limit);
        Ok(clicks)
    }

    async fn count_by_link(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        until: Instant,
    ) -> Result<Vec<(LinkId, ClickCount)>, StorageError> {
        let tables = self.tables();
        let wanted = tables.clicks.values().filter(|click| {
            (click.scope, click.program) == (scope, program) && (since..until).contains(&click.at)
        });
        let mut counts = BTreeMap::<LinkId, ClickCount>::new();
        for click in wanted {
            let count = counts.entry(click.link).or_default();
            match click.verdict {
                Verdict::Person => count.people += 1,
                Verdict::Repeat { .. } => count.repeats += 1,
                Verdict::Bot { .. } => count.bots += 1,
            }
        }
        Ok(counts.into_iter().collect())
    }

    async fn tally(
        &self,
        scope: Scope,
        asked: &Question,
        links: Option<&[LinkId]>,
    ) -> Result<ClickTallies, StorageError> {
        let tables = self.tables();
        let wanted = tables.clicks.values().filter(|click| {
            click.scope == scope
                && asked.programs.contains(&click.program)
                && (asked.since..asked.until).contains(&click.at)
                && click.verdict == Verdict::Person
                && links.is_none_or(|links| links.contains(&click.link))
        });
        let (mut slots, mut by_link) = (BTreeMap::<Slot, u64>::new(), BTreeMap::<LinkId, u64>::new());
        let mut by_source = BTreeMap::<String, u64>::new();
        for click in wanted {
            *slots.entry(Slot::of(click.at)).or_default() += 1;
            *by_link.entry(click.link).or_default() += 1;
            *by_source.entry(source(click)).or_default() += 1;
        }
        let slot = |(of, clicks)| (of, Figures { clicks, ..Figures::default() });
        Ok(ClickTallies {
            slots: slots.into_iter().map(slot).collect(),
            links: by_link.into_iter().collect(),
            sources: by_source.into_iter().map(|(source, clicks)| BySource { source, clicks }).collect(),
        })
    }

    async fn list(
        &self,
        scope: Scope,
        filter: &ClickFilter,
        after: Option<ClickId>,
        limit: usize,
    ) -> Result<Vec<Click>, StorageError> {
        let tables = self.tables();
        let newest_first = tables.clicks.values().rev();
        let wanted = newest_first.filter(|click| {
            click.scope == scope && filter.wants(click) && after.is_none_or(|after| click.id < after)
        });
        Ok(wanted.take(limit).cloned().collect())
    }

    async fn count_all(&self) -> Result<u64, StorageError> {
        Ok(self.tables().clicks.len() as u64)
    }

    fn count_unknown_slug(&self, host: &str, slug: &str, at: Instant) {
        let mut tables = self.tables();
        let counts = tables.unknown.entry(day_of(at)).or_default();
        let full = counts.len() >= UNKNOWN_SLUGS_PER_DAY_MAX;
        let key = (host.to_owned(), slug.to_owned());
        if !full || counts.contains_key(&key) {
            *counts.entry(key).or_default() += 1;
        }
    }

    async fn unknown_slugs(
        &self,
        day: Instant,
        limit: usize,
    ) -> Result<Vec<(String, String, u64)>, StorageError> {
        let tables = self.tables();
        let counts = tables.unknown.get(&day_of(day)).into_iter().flatten();
        let mut slugs: Vec<_> =
            counts.map(|((host, slug), visits)| (host.clone(), slug.clone(), *visits)).collect();
        slugs.sort_by_key(|(_, _, visits)| Reverse(*visits));
        slugs.truncate(limit);
        Ok(slugs)
    }

    async fn retire(&self, before: Instant) -> Result<usize, StorageError> {
        let mut tables = self.tables();
        let over = |month: Month| month.end() <= before;
        let months: BTreeSet<_> = tables.clicks.values().map(|click| click.at.month()).collect();
        tables.clicks.retain(|_, click| !over(click.at.month()));
        tables.unknown.retain(|day, _| !over(Instant::from_micros(day * MICROS_PER_DAY).month()));
        Ok(months.into_iter().filter(|&month| over(month)).count())
    }
}

fn day_of(at: Instant) -> i64 {
    at.micros().div_euclid(MICROS_PER_DAY)
}

/// The campaign's source, else the host that the visitor came from.
fn source(click: &Click) -> String {
    if let Some(source) = click.utm.source.as_ref().filter(|source| !source.is_empty()) {
        return source.clone();
    }
    let referrer = click.referrer.as_deref().unwrap_or_default();
    let host = referrer.split_once("//").map_or(referrer, |(_, rest)| rest);
    match referrer.contains("//") {
        true => host.split('/').next().unwrap_or_default().to_owned(),
        false => referrer.to_owned(),
    }
}
