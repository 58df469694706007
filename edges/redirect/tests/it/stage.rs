//! The stage of the stories: a shop with links, a store of clicks that can be slow or broken, and
//! visitors who say what a story needs.

use async_trait::async_trait;
use bytes::Bytes;
use click::Click;
use engine::ports::{Changes, ClickCount, ClickFilter, Clicks, Commits, Row, StorageError};
use facts::{Event, Fact, LinkChanged, ProgramChanged};
use honeyguide_redirect::{LinkTable, REDIRECT_DEADLINE, Redirect, RedirectConfig};
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use program::{Link, Program};
use report::{ClickTallies, Question};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::{
    memory::{MemoryBook, MemoryClicks},
    world::{Shop, World},
};
use words::{ClickId, FactId, Instant, LinkId, Mode, ProgramId, Scope, VisitorId};

pub(crate) const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
pub(crate) const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                          Chrome/140.0.0.0 Safari/537.36";
pub(crate) const LINK_HOST: &str = "go.shop.example";
pub(crate) const ANY_HOST: &str = "track.honeyguide.example";
/// Whom the stage trusts to say whose request it is.
pub(crate) const PROXY: &str = "10.0.0.1:4711";
const VISITOR_ADDRESS: &str = "192.0.2.1:4711";

/// How the store of clicks behaves.
#[derive(Clone, Copy)]
pub(crate) enum Disk {
    Works,
    Takes(Duration),
    Fails,
}

/// A store that remembers in order what it was given.
pub(crate) struct FakeClicks {
    pub(crate) disk: Mutex<Disk>,
    pub(crate) kept: Mutex<Vec<Click>>,
    pub(crate) unknown: Mutex<Vec<(String, String)>>,
    memory: MemoryClicks,
}

#[async_trait]
impl Clicks for FakeClicks {
    async fn append(&self, click: Click) -> Result<(), StorageError> {
        let disk = *self.disk.lock().unwrap();
        match disk {
            Disk::Works => {}
            Disk::Takes(time) => tokio::time::sleep(time).await,
            Disk::Fails => return Err(StorageError::new("no space left on device".to_owned())),
        }
        self.kept.lock().unwrap().push(click.clone());
        self.memory.append(click).await
    }

    fn count_unknown_slug(&self, host: &str, slug: &str, _at: Instant) {
        self.unknown.lock().unwrap().push((host.to_owned(), slug.to_owned()));
    }

    async fn click(&self, id: ClickId) -> Result<Option<Click>, StorageError> {
        self.memory.click(id).await
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
        self.memory.visitor_clicks(scope, program, visitor, since, until, limit).await
    }

    async fn count_by_link(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        until: Instant,
    ) -> Result<Vec<(LinkId, ClickCount)>, StorageError> {
        self.memory.count_by_link(scope, program, since, until).await
    }

    async fn tally(
        &self,
        scope: Scope,
        asked: &Question,
        links: Option<&[LinkId]>,
    ) -> Result<ClickTallies, StorageError> {
        self.memory.tally(scope, asked, links).await
    }

    async fn list(
        &self,
        scope: Scope,
        filter: &ClickFilter,
        after: Option<ClickId>,
        limit: usize,
    ) -> Result<Vec<Click>, StorageError> {
        self.memory.list(scope, filter, after, limit).await
    }

    async fn count_all(&self) -> Result<u64, StorageError> {
        self.memory.count_all().await
    }

    async fn unknown_slugs(
        &self,
        day: Instant,
        limit: usize,
    ) -> Result<Vec<(String, String, u64)>, StorageError> {
        self.memory.unknown_slugs(day, limit).await
    }

    async fn retire(&self, before: Instant) -> Result<usize, StorageError> {
        self.memory.retire(before).await
    }
}

pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) shop: Shop,
    pub(crate) book: Arc<MemoryBook>,
    pub(crate) clicks: Arc<FakeClicks>,
    pub(crate) links: Arc<LinkTable>,
    pub(crate) redirect: Redirect,
}

impl Stage {
    /// A shop at shop.example. `/r/ada` leads to its pricing page; so does `bob` on the program's
    /// link host.
    pub(crate) async fn set() -> Stage {
        let world = World::seeded(7);
        let mut shop = world.shop(world.scope(Mode::Live));
        shop.program.link_host = Some(LINK_HOST.to_owned());
        shop.link.slug = "ada".to_owned();
        shop.link.destination = "https://shop.example/pricing".to_owned();
        let book = Arc::new(MemoryBook::new());
        book.commit("set_stage", shop.changes()).await.unwrap();
        let clicks = Arc::new(FakeClicks {
            disk: Mutex::new(Disk::Works),
            kept: Mutex::default(),
            unknown: Mutex::default(),
            memory: MemoryClicks::new(),
        });
        let links = Arc::new(LinkTable::load(book.clone()).await.unwrap());
        let config = RedirectConfig {
            link_hosts: vec!["Go.Shop.Example".to_owned()],
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            deadline: REDIRECT_DEADLINE,
        };
        let (vault, clock, chance) = (world.vault.clone(), world.clock.clone(), world.chance.clone());
        let redirect = Redirect::new(config, clicks.clone(), vault, clock, chance, links.clone());
        let stage = Stage { world, shop, book, clicks, links, redirect };
        stage.put_link(stage.link(LINK_HOST, "bob")).await;
        stage
    }

    /// Another link of the shop's partner to its pricing page.
    pub(crate) fn link(&self, domain: &str, slug: &str) -> Link {
        let destination = self.shop.link.destination.clone();
        let link = self.world.link(&self.shop.enrollment);
        Link { domain: domain.to_owned(), slug: slug.to_owned(), destination, ..link }
    }

    /// Writes the link and the fact that says so.
    pub(crate) async fn put_link(&self, link: Link) {
        let changed = LinkChanged { link: link.id, partner: link.partner };
        self.put(Row::Link(link), Event::LinkUpdated(changed)).await;
    }

    pub(crate) async fn put_program(&self, program: Program) {
        let changed = ProgramChanged { program: program.id };
        self.put(Row::Program(program), Event::ProgramUpdated(changed)).await;
    }

    pub(crate) async fn put(&self, row: Row, event: Event) {
        let at = self.world.now();
        let (scope, program) = match &row {
            Row::Program(program) => (program.scope, program.id),
            Row::Link(link) => (link.scope, link.program),
            _ => (self.shop.scope, self.shop.program.id),
        };
        let id = FactId::draw(at, self.world.draw());
        let facts = vec![Fact::new(id, scope, at, event).of_program(program)];
        self.book.commit("put", Changes { rows: vec![row], facts, ..Changes::default() }).await.unwrap();
    }

    pub(crate) fn set_disk(&self, disk: Disk) {
        *self.clicks.disk.lock().unwrap() = disk;
    }

    pub(crate) fn kept(&self) -> Vec<Click> {
        self.clicks.kept.lock().unwrap().clone()
    }

    pub(crate) fn last_click(&self) -> Click {
        self.kept().pop().expect("a click was written")
    }

    pub(crate) fn unknown(&self) -> Vec<(String, String)> {
        self.clicks.unknown.lock().unwrap().clone()
    }

    /// What a visitor gets, who must be the redirect's to answer.
    pub(crate) async fn visit(&self, visitor: Visitor) -> Seen {
        self.ask(visitor).await.expect("the request is for the redirect")
    }

    pub(crate) async fn ask(&self, visitor: Visitor) -> Option<Seen> {
        let peer: SocketAddr = visitor.peer.parse().unwrap();
        let answer = self.redirect.handle(&visitor.request, peer).await?;
        Some(Seen::read(answer).await)
    }
}

/// A request of a person with Firefox, unless the story says otherwise.
pub(crate) struct Visitor {
    pub(crate) request: Request<()>,
    pub(crate) peer: &'static str,
}

pub(crate) fn get(path: &str) -> Visitor {
    let request = Request::get(path).header(header::HOST, ANY_HOST).header(header::USER_AGENT, FIREFOX);
    Visitor { request: request.body(()).unwrap(), peer: VISITOR_ADDRESS }
}

impl Visitor {
    pub(crate) fn method(mut self, method: &str) -> Self {
        *self.request.method_mut() = method.parse().unwrap();
        self
    }

    pub(crate) fn on(self, host: &str) -> Self {
        self.with("host", host)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.request.headers_mut().insert(name, value.parse().unwrap());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.request.headers_mut().remove(name);
        self
    }

    pub(crate) fn from(mut self, peer: &'static str) -> Self {
        self.peer = peer;
        self
    }
}

/// What a browser sees of an answer.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) cookie: Option<String>,
    pub(crate) degraded: bool,
    pub(crate) cache: Option<String>,
    pub(crate) body: String,
    pub(crate) answer: Response<()>,
}

impl Seen {
    async fn read(answer: Response<Full<Bytes>>) -> Seen {
        let (parts, body) = answer.into_parts();
        let text = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        Seen {
            status: parts.status,
            location: text("location"),
            cookie: text("set-cookie"),
            degraded: text("x-honeyguide-tracking").is_some_and(|tracking| tracking == "degraded"),
            cache: text("cache-control"),
            body: String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap(),
            answer: Response::from_parts(parts, ()),
        }
    }

    pub(crate) fn location(&self) -> &str {
        self.location.as_deref().expect("sent on")
    }

    /// The value of the destination's `hg` parameter.
    pub(crate) fn hg(&self) -> Option<&str> {
        let (_, query) = self.location().split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix("hg="))
    }
}
