//! From the cookie that a browser sends to the person behind it. Cookies travel by themselves, so a session's
//! changes are taken from this server's own pages only.

use super::{idempotency, rate::network};
use crate::{
    bound::{Bound, Holder},
    intake::{ByGuest, required},
    present::Presenter,
    problem::{Code, Problem},
    state::Api,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header, request::Parts},
};
use engine::{Engine, Idempotency, Origin, Portal, SignedIn, people};
use program::SESSION_DAYS;
use std::{net::IpAddr, sync::Arc};
use words::{Mode, PartnerId, WorkspaceId};

/// Which workspace a member means; may be left out by who has a single one.
pub(crate) const WORKSPACE: HeaderName = HeaderName::from_static("honeyguide-workspace");
/// `live` (if absent) or `test`.
pub(crate) const MODE: HeaderName = HeaderName::from_static("honeyguide-mode");
/// Which partner is meant by who acts for several.
pub(crate) const PARTNER: HeaderName = HeaderName::from_static("honeyguide-partner");

/// The client's network address, as the binary saw it or a trusted proxy told it; put into each request's
/// extensions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientAddress(pub IpAddr);

pub(super) fn client(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get::<ClientAddress>().map(|ClientAddress(address)| *address)
}

/// Where the request came from, for the audit log and the throttle.
pub(super) fn origin(parts: &Parts) -> Origin {
    let address = client(parts).map(|address| address.to_string());
    let request = parts.headers.get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    Origin { address, request }
}

/// Somebody who has not shown who they are.
pub(crate) struct Guest {
    engine: Arc<Engine>,
    passwords: Arc<Bound>,
    holder: Holder,
    pub origin: Origin,
    pub agent: Option<String>,
}

impl Guest {
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Does what hashes a password, which is slow on purpose, where it keeps nobody else waiting.
    pub(crate) async fn aside<T, W>(self, work: impl FnOnce(Self) -> W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let (passwords, holder) = (self.passwords.clone(), self.holder);
        passwords.run(holder, work(self)).await
    }
}

impl FromRequestParts<Api> for Guest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        own_pages_only(parts, api)?;
        parts.extensions.insert(ByGuest);
        let network = client(parts).map_or(0, network);
        let holder = Holder::Network(network);
        parts.extensions.insert(holder);
        let heavy = &api.heavy;
        let passwords = if api.familiar.has(network) { &heavy.familiar_passwords } else { &heavy.passwords };
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            engine: api.engine(),
            passwords: passwords.clone(),
            holder,
            origin: origin(parts),
            agent: agent.map(str::to_owned),
        })
    }
}

/// Somebody with a session, whatever their seats.
pub(crate) struct Person {
    engine: Arc<Engine>,
    passwords: Arc<Bound>,
    pub signed_in: SignedIn,
}

impl Person {
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Does what hashes a password, which is slow on purpose, where it keeps nobody else waiting.
    pub(crate) async fn aside<T, W>(self, work: impl FnOnce(Self) -> W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let (passwords, holder) = (self.passwords.clone(), Holder::Person(self.signed_in.user().id));
        passwords.run(holder, work(self)).await
    }
}

impl FromRequestParts<Api> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let cookie = session_cookie(&parts.headers, api);
        let text = cookie.ok_or_else(|| {
            Problem::new(Code::SessionOver, "the request carries no session").field("Cookie")
        })?;
        let signed_in = signed_in(parts, api, &text).await?;
        parts.extensions.insert(Holder::Person(signed_in.user().id));
        Ok(Self { engine: api.engine(), passwords: api.heavy.familiar_passwords.clone(), signed_in })
    }
}

/// Somebody at a partner. What they may do are the methods of the portal.
pub(crate) struct AtPartner {
    api: Api,
    engine: Arc<Engine>,
    heavy: Arc<Bound>,
    lists: Arc<Bound>,
    partner: PartnerId,
    signed_in: SignedIn,
    wanted: Option<PartnerId>,
    idempotency_key: Option<String>,
}

impl AtPartner {
    /// Does what takes long where it keeps nobody else waiting. All sessions of a partner share one part of it.
    pub(crate) async fn aside<T, W>(self, work: impl FnOnce(Self) -> W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let (heavy, holder) = (self.heavy.clone(), Holder::Partner(self.partner));
        heavy.run(holder, work(self)).await
    }

    /// The same for a page of a list, which is short mostly.
    pub(crate) async fn list_aside<T, W>(self, work: impl FnOnce(Self) -> W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let (lists, holder) = (self.lists.clone(), Holder::Partner(self.partner));
        lists.run(holder, work(self)).await
    }

    pub(crate) async fn portal(&self) -> Result<Portal<'_>, Problem> {
        Ok(people::enter_portal(&self.engine, &self.signed_in, self.wanted).await?)
    }

    /// Shows rows as the partner may see them.
    pub(crate) fn presenter<'a>(&'a self, portal: &'a Portal<'a>) -> Presenter<'a> {
        Presenter::to_partner(portal, &self.api.public_url)
    }

    /// The same as [`Self::portal`] for a deed that is done once under an Idempotency-Key; `body_hash` stands for the whole request.
    pub(crate) async fn portal_for(&self, body_hash: &str) -> Result<Portal<'_>, Problem> {
        let idempotency = self
            .idempotency_key
            .clone()
            .map(|idempotency_key| Idempotency { idempotency_key, body_hash: body_hash.to_owned() });
        Ok(self.portal().await?.with(idempotency))
    }
}

impl FromRequestParts<Api> for AtPartner {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let Person { engine, signed_in, .. } = Person::from_request_parts(parts, api).await?;
        let wanted = header_text(&parts.headers, &PARTNER)?;
        let wanted = wanted.map(|text| required("Honeyguide-Partner", text)).transpose()?;
        // Who has no place at a partner hears so before the body is looked at.
        let partner = people::enter_portal(&engine, &signed_in, wanted).await?.partner();
        parts.extensions.insert(Holder::Partner(partner));
        let idempotency_key = idempotency::read(&parts.method, &parts.headers)?;
        let (heavy, lists) = (api.heavy.partners.clone(), api.heavy.partners_lists.clone());
        Ok(Self { api: api.clone(), engine, heavy, lists, partner, signed_in, wanted, idempotency_key })
    }
}

/// Who holds the session, once the request is known to come from this server's own pages.
pub(super) async fn signed_in(parts: &Parts, api: &Api, text: &str) -> Result<SignedIn, Problem> {
    own_pages_only(parts, api)?;
    let found = people::signed_in(&api.engine(), text, origin(parts)).await;
    if let Err(engine::Error::SessionOver) = &found {
        api.limits.check_guess(client(parts))?;
    }
    let signed_in = found?;
    api.limits.check_session(signed_in.session().id)?;
    if let Some(address) = client(parts) {
        api.familiar.add(network(address));
    }
    Ok(signed_in)
}

/// The workspace and mode that a member means.
pub(super) fn place_meant(headers: &HeaderMap) -> Result<(Option<WorkspaceId>, Mode), Problem> {
    let workspace = header_text(headers, &WORKSPACE)?;
    let workspace = workspace.map(|text| required("Honeyguide-Workspace", text)).transpose()?;
    let mode = header_text(headers, &MODE)?.map(|text| required("Honeyguide-Mode", text)).transpose()?;
    Ok((workspace, mode.unwrap_or(Mode::Live)))
}

fn header_text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Problem> {
    let text = headers.get(name).map(HeaderValue::to_str).transpose();
    text.map_err(|_| Problem::new(Code::InvalidField, "the header is not plain text").field(name.as_str()))
}

/// Refuses changes that another site's page makes a browser send. Browsers say where a request comes from in
/// `Sec-Fetch-Site`, older ones in `Origin`; programs, which send neither, have no cookies to lose.
fn own_pages_only(parts: &Parts, api: &Api) -> Result<(), Problem> {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let said = |name: HeaderName| parts.headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let own = match (said(HeaderName::from_static("sec-fetch-site")), said(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = said(header::HOST).unwrap_or_default();
            let is_safe = |scheme: &str| scheme == "https" || !api.is_secure();
            origin.split_once("://").is_some_and(|(scheme, own)| own == host && is_safe(scheme))
        }
        (None, None) => true,
    };
    if own { Ok(()) } else { Err(Problem::new(Code::CrossSite, "the request comes from another site")) }
}

fn cookie_name(api: &Api) -> &'static str {
    // Browsers take the prefix as a promise that only this host, over TLS, has set the cookie.
    if api.is_secure() { "__Host-honeyguide" } else { "honeyguide" }
}

pub(super) fn session_cookie(headers: &HeaderMap, api: &Api) -> Option<String> {
    let name = cookie_name(api);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
}

/// The header that gives a browser its session, or (none) takes it away. No script can read it.
pub(crate) fn set_cookie(api: &Api, text: Option<&str>) -> (HeaderName, HeaderValue) {
    let (value, seconds) = match text {
        Some(text) => (text, SESSION_DAYS * 24 * 60 * 60),
        None => ("", 0),
    };
    let secure = if api.is_secure() { "; Secure" } else { "" };
    let name = cookie_name(api);
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    (header::SET_COOKIE, HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static("")))
}
