//! The click store: append-only, apart from the book, with its own writer.

use crate::ports::StorageError;
use async_trait::async_trait;
use click::Click;
use report::{ClickTallies, Question};
use words::{ClickId, Instant, LinkId, ProgramId, Scope, VisitorId};

/// Clicks of one link in a period, told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ClickCount {
    pub people: u64,
    pub repeats: u64,
    pub bots: u64,
}

/// Which clicks a list holds; empty and none: whichever.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClickFilter {
    pub programs: Vec<ProgramId>,
    pub links: Vec<LinkId>,
    /// By their names.
    pub verdicts: Vec<String>,
    /// From this time on.
    pub since: Option<Instant>,
    /// Before this time.
    pub until: Option<Instant>,
}

impl ClickFilter {
    pub fn wants(&self, click: &Click) -> bool {
        (self.programs.is_empty() || self.programs.contains(&click.program))
            && (self.links.is_empty() || self.links.contains(&click.link))
            && (self.verdicts.is_empty() || self.verdicts.iter().any(|name| name == click.verdict.name()))
            && self.since.is_none_or(|since| click.at >= since)
            && self.until.is_none_or(|until| click.at < until)
    }
}

#[async_trait]
pub trait Clicks: Send + Sync {
    /// Durable when it answers `Ok`: the click survives any crash from then on. Once the future
    /// was polled the click is written even if the caller stops waiting. Many callers share one
    /// fsync.
    async fn append(&self, click: Click) -> Result<(), StorageError>;

    /// Also one that is still being written: a visitor who was sent on before the disk had the click may be faster than
    /// the disk.
    async fn click(&self, id: ClickId) -> Result<Option<Click>, StorageError>;

    /// A visitor's clicks in the program within `[since, until]`, people's only, newest first, at
    /// most `limit`.
    async fn visitor_clicks(
        &self,
        scope: Scope,
        program: ProgramId,
        visitor: VisitorId,
        since: Instant,
        until: Instant,
        limit: usize,
    ) -> Result<Vec<Click>, StorageError>;

    /// Clicks per link of the program within `[since, until)`.
    async fn count_by_link(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        until: Instant,
    ) -> Result<Vec<(LinkId, ClickCount)>, StorageError>;

    /// People's clicks within a period, added up; only those on `links`, if they are given.
    async fn tally(
        &self,
        scope: Scope,
        asked: &Question,
        links: Option<&[LinkId]>,
    ) -> Result<ClickTallies, StorageError>;

    /// Clicks of the scope that pass the filter, newest first by their ids, after (that is, older than) a click, at
    /// most `limit`.
    async fn list(
        &self,
        scope: Scope,
        filter: &ClickFilter,
        after: Option<ClickId>,
        limit: usize,
    ) -> Result<Vec<Click>, StorageError>;

    /// All clicks stored, of every scope and verdict.
    async fn count_all(&self) -> Result<u64, StorageError>;

    /// Clicks that no version could have written, in the store's words.
    async fn faulty(&self) -> Result<Vec<String>, StorageError> {
        Ok(Vec::new())
    }

    /// Adds to the count of visits to slugs that no link has. Not durable at once: written with
    /// the next clicks or within a second; at most `UNKNOWN_SLUGS_PER_DAY_MAX` slugs a day.
    fn count_unknown_slug(&self, host: &str, slug: &str, at: Instant);

    /// The day's unknown slugs with their visits, most visited first, at most `limit`.
    async fn unknown_slugs(
        &self,
        day: Instant,
        limit: usize,
    ) -> Result<Vec<(String, String, u64)>, StorageError>;

    /// Drops whole months that ended before `before`; answers how many.
    async fn retire(&self, before: Instant) -> Result<usize, StorageError>;
}
