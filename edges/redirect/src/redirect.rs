//! Following a link: look it up, judge the visit, write the click, send the visitor on.

use crate::{
    LinkTable, RECENT_VISITS_MAX,
    agents::Agents,
    answer::{self, Answer},
    look_up::{self, Found},
    meters::Meters,
    recent_visits::{RecentVisits, Visit, Who},
    request::{self, Place, Visitor},
};
use click::{BotReason, Click, Consent, Intent, Verdict, cut, judge};
use engine::ports::{Chance, Clicks, Clock, StorageError, Vault};
use http::{Method, Request};
use ipnet::IpNet;
use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{sync::Semaphore, time::Instant as Moment};
use words::{ClickId, VisitorId};

/// How long a visitor waits for their click to be on disk.
pub const REDIRECT_DEADLINE: Duration = Duration::from_millis(250);
/// Clicks that are watched after their visitor has gone. The store keeps further ones too, but
/// nobody notices if it fails.
const LATE_CLICKS_MAX: usize = 100_000;

pub struct RedirectConfig {
    /// Hosts whose every path is a slug, without port.
    pub link_hosts: Vec<String>,
    /// Peers whose `X-Forwarded-…` headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    pub deadline: Duration,
}

impl Default for RedirectConfig {
    fn default() -> Self {
        Self { link_hosts: Vec::new(), trusted_proxies: Vec::new(), deadline: REDIRECT_DEADLINE }
    }
}

pub struct Redirect {
    config: RedirectConfig,
    clicks: Arc<dyn Clicks>,
    vault: Arc<dyn Vault>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    links: Arc<LinkTable>,
    recent: RecentVisits,
    agents: Agents,
    late: Arc<Semaphore>,
    /// Registered with the first visit: by then the binary has installed its recorder.
    meters: OnceLock<Meters>,
}

/// What following a link comes to, but for the writing.
struct Followed {
    click: Click,
    /// How the visit is remembered, if this click is the first of its visitor.
    visits: [Option<Visit>; 2],
    answer: Answer,
}

/// Whether the visitor's click is on disk.
enum Kept {
    InTime,
    Late,
    /// It will not be.
    Lost,
}

impl Redirect {
    pub fn new(
        mut config: RedirectConfig,
        clicks: Arc<dyn Clicks>,
        vault: Arc<dyn Vault>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        links: Arc<LinkTable>,
    ) -> Redirect {
        for host in &mut config.link_hosts {
            *host = request::normalized_host(host).into_owned();
        }
        Redirect {
            config,
            clicks,
            vault,
            clock,
            chance,
            links,
            recent: RecentVisits::new(RECENT_VISITS_MAX),
            agents: Agents::new(),
            late: Arc::new(Semaphore::new(LATE_CLICKS_MAX)),
            meters: OnceLock::new(),
        }
    }

    /// Answers a request that is for a link: on a link host, or `/r/{slug}` on any. None when it
    /// is not, and someone else may answer.
    pub async fn handle<B: Sync>(&self, request: &Request<B>, peer: SocketAddr) -> Option<Answer> {
        let begun = Moment::now();
        let place = request::place(request.uri(), request.headers(), &self.config.link_hosts)?;
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return place.is_ours().then(answer::wrong_method);
        }

        let query = request::query(request.uri());
        let answer = match self.look_up(&place, &query, begun).await {
            Some(found) => self.follow(request, peer, &place, &found, begun).await,
            None => None,
        };

        match answer {
            None if !place.is_ours() => None,
            None if request::intent(request.headers()) == Intent::Prefetch => Some(self.not_ahead()),
            None => Some(self.unknown(&place)),
            answer => answer,
        }
    }

    /// A link that was made a moment ago, perhaps by another process, is found by looking again
    /// before its visitor is turned away, or led to a link with a similar slug.
    async fn look_up<'a>(&self, place: &Place<'a>, query: &'a str, begun: Moment) -> Option<Found<'a>> {
        if let Some(found) = look_up::exactly(&self.links, place, query) {
            return Some(found);
        }
        // Nothing that could be a slug was written.
        if place.rest.is_empty() {
            return None;
        }

        let refreshed = tokio::time::timeout_at(begun + self.config.deadline, self.links.refresh()).await;
        let found = match refreshed {
            Ok(Ok(())) => look_up::exactly(&self.links, place, query),
            // The loop that follows the book says so in the log, once.
            Ok(Err(_)) | Err(_) => None,
        };
        found.or_else(|| look_up::meant(&self.links, place, query))
    }

    async fn follow<B: Sync>(
        &self,
        request: &Request<B>,
        peer: SocketAddr,
        place: &Place<'_>,
        found: &Found<'_>,
        begun: Moment,
    ) -> Option<Answer> {
        let (uri, headers, trusted) = (request.uri(), request.headers(), &self.config.trusted_proxies);
        let visitor = Visitor::read(request.method(), &found.query, headers, peer.ip(), trusted);
        let followed = self.judge(place, uri.path(), visitor, found)?;
        let route = &found.route;
        let (id, link_id, verdict) = (followed.click.id, route.link.id, followed.click.verdict);
        let mut answer = followed.answer;
        match self.write(followed.click, begun).await {
            Kept::InTime => {}
            Kept::Late => self.degrade(&mut answer),
            Kept::Lost => {
                // Nobody would find the click by its id; by the link's the partner is still known.
                if let (Verdict::Person, Some(target)) = (verdict, &route.target) {
                    let hg = link_id.to_string();
                    answer::lead_to(&mut answer, target.for_visitor(&found.query, found.path, Some(&hg)).0);
                }
                for visit in followed.visits.into_iter().flatten() {
                    self.recent.forget(visit, id);
                }
                self.degrade(&mut answer);
            }
        }
        if !matches!(verdict, Verdict::Bot { reason: BotReason::Prefetch }) {
            self.meters().redirected(verdict);
        }
        self.meters().seconds.record(begun.elapsed());
        Some(answer)
    }

    /// What the visit is, what is written of it and where it leads. None when the link leads
    /// nowhere.
    fn judge(
        &self,
        place: &Place<'_>,
        path: &str,
        visitor: Visitor<'_>,
        found: &Found<'_>,
    ) -> Option<Followed> {
        let route = &found.route;
        let target = route.target.as_ref()?;
        let at = self.clock.now();
        let id = ClickId::draw(at, self.chance.draw());
        let agent = self.agents.read(&visitor.user_agent);
        let verdict = |first| judge(visitor.is_head, visitor.intent, &visitor.user_agent, &agent, first);
        let is_bot = verdict(None).is_bot();
        let fingerprint = (visitor.consent != Consent::Denied)
            .then(|| self.vault.fingerprint(at, visitor.address, &visitor.user_agent));
        let granted = visitor.consent == Consent::Granted;
        let kept = visitor.known.filter(|_| granted);
        // Nothing is remembered for a machine that did not bring it.
        let new = (granted && kept.is_none() && !is_bot).then(|| VisitorId::draw(at, self.chance.draw()));
        let who = kept.map(Who::Visitor).or(fingerprint.map(Who::Fingerprint)).filter(|_| !is_bot);
        let visit = who.map(|who| (route.link.id, who));
        let first = visit.and_then(|visit| self.recent.first_click(visit, id, at));
        let new_visit = new.map(|new| (route.link.id, Who::Visitor(new)));
        if let Some(visit) = new_visit {
            let (first, when) = first.map_or((id, at), |first| (first, first.drawn_at()));
            self.recent.first_click(visit, first, when);
        }
        let verdict = verdict(first);
        let hg = match (verdict, visitor.consent) {
            (Verdict::Bot { .. }, _) => None,
            (_, Consent::Denied) => Some(route.link.id.to_string()),
            (Verdict::Repeat { of }, _) => Some(of.to_string()),
            (Verdict::Person, _) => Some(id.to_string()),
        };
        let (location, refused) = target.for_visitor(&found.query, found.path, hg.as_deref());
        if refused {
            self.meters().refused.increment(1);
        }
        let mut answer = match verdict {
            Verdict::Bot { reason: BotReason::Prefetch } => self.not_ahead(),
            _ => answer::found(location),
        };
        match kept.or(new) {
            Some(visitor_id) => answer::keep_cookie(&mut answer, visitor_id, visitor.is_https),
            None if visitor.consent == Consent::Denied && visitor.has_cookie => {
                answer::delete_cookie(&mut answer);
            }
            None => {}
        }
        let click = Click {
            id,
            scope: route.link.scope,
            program: route.link.program,
            link: route.link.id,
            at,
            host: cut(&place.host).unwrap_or_default(),
            path: cut(path).unwrap_or_default(),
            referrer: visitor.referrer,
            agent,
            language: visitor.language,
            utm: visitor.labels.utm,
            subs: visitor.labels.subs,
            consent: visitor.consent,
            visitor: kept.or(new),
            fingerprint,
            verdict,
        };
        Some(Followed { click, visits: [visit, new_visit], answer })
    }

    /// Waits for the disk until the deadline; the click is written even after it.
    async fn write(&self, click: Click, begun: Moment) -> Kept {
        let clicks = self.clicks.clone();
        let mut append = Box::pin(async move { clicks.append(click).await });
        match tokio::time::timeout_at(begun + self.config.deadline, &mut append).await {
            Ok(Ok(())) => Kept::InTime,
            Ok(Err(fault)) => {
                self.lose(&fault);
                Kept::Lost
            }
            Err(_) => {
                if let Ok(permit) = self.late.clone().try_acquire_owned() {
                    let lost = self.meters().lost.clone();
                    tokio::spawn(async move {
                        let _permit = permit;
                        if let Err(fault) = append.await {
                            tracing::error!(%fault, "a click could not be written");
                            lost.increment(1);
                        }
                    });
                }
                Kept::Late
            }
        }
    }

    fn lose(&self, fault: &StorageError) {
        tracing::error!(%fault, "a click could not be written");
        self.meters().lost.increment(1);
    }

    fn degrade(&self, answer: &mut Answer) {
        answer::degrade(answer);
        self.meters().degraded.increment(1);
    }

    /// To a browser that asks ahead: it asks again when its person goes there.
    fn not_ahead(&self) -> Answer {
        self.meters().prefetches.increment(1);
        answer::not_ahead()
    }

    /// No link has this address: the program that owns the host may know where to go.
    fn unknown(&self, place: &Place<'_>) -> Answer {
        self.meters().unknown.increment(1);
        if let Some(slug) = place.slug.as_deref().and_then(request::countable) {
            self.clicks.count_unknown_slug(&place.host, slug, self.clock.now());
        }
        let fallback = place.on_link_host.then(|| self.links.fallback(&place.host)).flatten();
        fallback.map_or_else(answer::no_such_link, answer::found_at)
    }

    fn meters(&self) -> &Meters {
        self.meters.get_or_init(Meters::register)
    }
}
