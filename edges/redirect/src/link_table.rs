//! All links in memory, loaded from the book once and kept fresh by its facts.

use crate::routes::{Route, Routes};
use engine::ports::{Book, Page, StorageError};
use facts::{Fact, Object};
use http::HeaderValue;
use program::{Link, Program};
use std::{
    collections::BTreeSet,
    pin::pin,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex, Notify};
use words::{LinkId, ProgramId, Scope};

/// Links of one read of the book.
const LINKS_PER_PAGE: usize = 1_000;
/// Facts of one read of the book.
const FACTS_PER_PAGE: usize = 1_000;
/// Routes that are put in while visitors wait: some tenths of a millisecond.
const ROUTES_PER_SWAP: usize = 128;
/// How long the table follows other processes' facts later at most.
const REFRESH_EVERY: Duration = Duration::from_secs(1);
/// Between two reads, so that a busy book is not read once for every sale.
const REFRESH_PAUSE: Duration = Duration::from_millis(50);

pub struct LinkTable {
    book: Arc<dyn Book>,
    routes: RwLock<Routes>,
    cursor: Mutex<Cursor>,
    /// Tickets drawn for a refresh.
    asked: AtomicU64,
}

/// How far the table has followed the book; held while it follows on.
struct Cursor {
    /// The number of the last fact that was taken in.
    fact: u64,
    /// Whoever drew a ticket up to this one has what they asked for.
    served: u64,
}

/// Which rows the facts of a page speak of.
#[derive(Default)]
struct Touched {
    programs: BTreeSet<(Scope, ProgramId)>,
    links: BTreeSet<(Scope, LinkId)>,
}

impl LinkTable {
    /// Reads every program and link.
    pub async fn load(book: Arc<dyn Book>) -> Result<LinkTable, StorageError> {
        // What is committed while we read has a greater number, and is read again afterwards.
        let cursor = book.last_fact().await?;
        let mut routes = Routes::with_programs(book.all_programs().await?);
        let mut after = None;
        loop {
            let links = book.all_links(Page { after, limit: LINKS_PER_PAGE }).await?;
            let is_last = links.len() < LINKS_PER_PAGE;
            after = links.last().map(|link| link.id);
            for link in links {
                // One whose program is not known yet is read again with its program's fact.
                if let Some(program) = routes.program(link.program).cloned() {
                    routes.put(Route::new(link, program));
                }
            }
            if is_last {
                break;
            }
        }
        let cursor = Mutex::new(Cursor { fact: cursor, served: 0 });
        let table = LinkTable { book, routes: RwLock::new(routes), cursor, asked: AtomicU64::new(0) };
        table.refresh().await?;
        tracing::info!(links = table.len(), "links loaded");
        Ok(table)
    }

    /// Links that are known.
    pub fn len(&self) -> usize {
        self.read().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The link of a slug in lower case: the domain's own, else the default one's.
    pub fn find(&self, domain: Option<&str>, slug: &str) -> Option<Arc<Route>> {
        self.read().find(domain, slug)
    }

    /// Whether a slug in lower case is a link's, even one that leads nowhere.
    pub(crate) fn is_taken(&self, domain: Option<&str>, slug: &str) -> bool {
        self.read().is_taken(domain, slug)
    }

    pub(crate) fn fallback(&self, host: &str) -> Option<HeaderValue> {
        self.read().fallback(host)
    }

    /// Refreshes for ever: when `news` rings, and every second since other processes do not ring.
    pub async fn follow(self: Arc<Self>, news: Arc<Notify>) {
        let mut failing = false;
        loop {
            let mut rung = pin!(news.notified());
            rung.as_mut().enable();
            match self.refresh().await {
                Ok(()) => failing = false,
                Err(fault) if !failing => {
                    failing = true;
                    tracing::error!(%fault, "links are not fresh; trying again every second");
                }
                Err(_) => {}
            }
            tokio::time::sleep(REFRESH_PAUSE).await;
            // Both outcomes mean the same: look again.
            drop(tokio::time::timeout(REFRESH_EVERY, rung).await);
        }
    }

    /// Takes in what was committed before this call. Callers who come together share one look at
    /// the book, so that asking for unknown slugs costs it little.
    pub async fn refresh(&self) -> Result<(), StorageError> {
        let ticket = self.asked.fetch_add(1, Ordering::AcqRel) + 1;
        let mut cursor = self.cursor.lock().await;
        if cursor.served >= ticket {
            return Ok(());
        }
        let asked_so_far = self.asked.load(Ordering::Acquire);
        loop {
            let facts = self.book.facts(None, cursor.fact, FACTS_PER_PAGE).await?;
            let Some(last) = facts.last() else { break };
            self.take_in(facts.iter().map(|numbered| &numbered.fact)).await?;
            cursor.fact = last.number;
            if facts.len() < FACTS_PER_PAGE {
                break;
            }
        }
        cursor.served = asked_so_far;
        Ok(())
    }

    async fn take_in(&self, facts: impl Iterator<Item = &Fact>) -> Result<(), StorageError> {
        let mut touched = Touched::default();
        facts.for_each(|fact| touched.note(fact));
        let mut links = Vec::new();
        for (scope, id) in touched.links {
            links.push((id, self.book.link(scope, id).await?));
        }
        for (_, link) in &links {
            let unknown = link.as_ref().filter(|link| self.read().program(link.program).is_none());
            touched.programs.extend(unknown.map(|link| (link.scope, link.program)));
        }
        let scopes: BTreeSet<_> = touched.programs.iter().map(|(scope, _)| *scope).collect();
        let mut programs = Vec::new();
        for scope in scopes {
            let all = self.book.programs(scope).await?;
            programs
                .extend(all.into_iter().filter(|program| touched.programs.contains(&(scope, program.id))));
        }
        for program in programs {
            self.put_program(Arc::new(program)).await;
        }
        self.put_links(links).await;
        Ok(())
    }

    /// Takes a program as it is now, and has its links led as it leads them.
    async fn put_program(&self, program: Arc<Program>) {
        let id = program.id;
        self.write().put_program(program.clone());
        let links = self.read().links_of(id);
        for some in links.chunks(ROUTES_PER_SWAP) {
            let links: Vec<Link> = {
                let routes = self.read();
                some.iter().filter_map(|id| routes.route(*id)).map(|route| route.link.clone()).collect()
            };
            let fresh = links.into_iter().map(|link| Route::new(link, program.clone())).collect();
            self.swap(fresh, &[]).await;
        }
    }

    /// Takes links as they are now; those that are none any more go. One whose program is not known is left out.
    async fn put_links(&self, links: Vec<(LinkId, Option<Link>)>) {
        for some in links.chunks(ROUTES_PER_SWAP) {
            let (mut fresh, mut gone) = (Vec::new(), Vec::new());
            for (id, link) in some {
                let program = link.as_ref().and_then(|link| self.read().program(link.program).cloned());
                match (link, program) {
                    (Some(link), Some(program)) => fresh.push(Route::new(link.clone(), program)),
                    _ => gone.push(*id),
                }
            }
            self.swap(fresh, &gone).await;
        }
    }

    /// Visitors wait only while a few finished routes are put in; what they replace is dropped afterwards.
    async fn swap(&self, fresh: Vec<Arc<Route>>, gone: &[LinkId]) {
        let mut before = Vec::with_capacity(fresh.len() + gone.len());
        {
            let mut routes = self.write();
            before.extend(gone.iter().filter_map(|id| routes.remove(*id)));
            before.extend(fresh.into_iter().filter_map(|route| routes.put(route)));
        }
        drop(before);
        tokio::task::yield_now().await;
    }

    fn read(&self) -> RwLockReadGuard<'_, Routes> {
        self.routes.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Routes> {
        self.routes.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Touched {
    fn note(&mut self, fact: &Fact) {
        match fact.object() {
            Object::Program(program) => drop(self.programs.insert((fact.scope, program))),
            Object::Link(link) => drop(self.links.insert((fact.scope, link))),
            Object::Workspace(_)
            | Object::Rates(_)
            | Object::Key(_)
            | Object::Budget(_)
            | Object::Policy(_)
            | Object::Terms(_)
            | Object::Group(_)
            | Object::Simulation(_)
            | Object::Partner(_)
            | Object::Enrollment(_)
            | Object::Milestone(_)
            | Object::PayoutMethod(_)
            | Object::Code(_)
            | Object::Customer(_)
            | Object::Referral(_)
            | Object::Submission(_)
            | Object::Deal(_)
            | Object::Conversion(_)
            | Object::Decision(_)
            | Object::Correction(_)
            | Object::Review(_)
            | Object::Commission(_)
            | Object::Dispute(_)
            | Object::Statement(_)
            | Object::Batch(_)
            | Object::Transfer(_)
            | Object::ExternalId(_) => {}
        }
    }
}
