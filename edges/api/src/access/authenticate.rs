//! From the key that a request carries to what it may do.

use super::{
    idempotency,
    session::{client, origin, place_meant, session_cookie, signed_in},
};
use crate::{
    bound::{Bound, Holder},
    present::Presenter,
    problem::{Code, Problem},
    state::Api,
};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use engine::{Access, Engine, Found, Idempotency, Need, Permit, access, need, people, ports::Book, search};
use program::KeyKind;
use std::{borrow::Cow, sync::Arc};
use url::form_urlencoded;
use words::Scope;

/// Digits of a key's secret part: 128 bits.
const SECRET_DIGITS: usize = 32;
/// The query parameter by which a postback names its key.
const KEY_PARAMETER: &str = "key";

/// Someone who may do `N`, with what the request said beside it. Only through it can a handler reach the engine.
pub(crate) struct Allowed<N> {
    api: Api,
    engine: Arc<Engine>,
    heavy: Arc<Bound>,
    lists: Arc<Bound>,
    access: Access,
    permit: Permit<N>,
    idempotency_key: Option<String>,
}

/// Somebody who searches, and finds what they may read.
pub(crate) struct Searcher {
    engine: Arc<Engine>,
    lists: Arc<Bound>,
    access: Access,
}

impl Searcher {
    /// Looks through many lists.
    pub(crate) async fn search(self, text: String) -> Result<Vec<Found>, Problem> {
        let Self { engine, lists, access } = self;
        let holder = holder_of(&access);
        lists.run(holder, async move { Ok(search::find(&engine, &access, &text).await?) }).await
    }
}

impl FromRequestParts<Api> for Searcher {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let lists = api.heavy.merchants_lists.clone();
        Ok(Self { engine: api.engine(), lists, access: recognize(parts, api).await? })
    }
}

/// Anybody who is known, whatever they may do.
pub(crate) struct Known(pub(crate) Access);

impl<N: Need> Allowed<N> {
    /// The permit for a deed. `body_hash` stands for the whole request when the same Idempotency-Key comes
    /// again.
    pub(crate) fn permit(&self, body_hash: &str) -> Permit<N> {
        let idempotency = self
            .idempotency_key
            .clone()
            .map(|idempotency_key| Idempotency { idempotency_key, body_hash: body_hash.to_owned() });
        self.permit.clone().with(idempotency)
    }

    /// The permit for one line of a batch, under the batch's Idempotency-Key and the line's number.
    pub(crate) fn permit_for_line(&self, line: usize, line_hash: &str) -> Permit<N> {
        let name = self.idempotency_key.as_ref().map(|name| Idempotency {
            idempotency_key: format!("{name} line {line}"),
            body_hash: line_hash.to_owned(),
        });
        self.permit.clone().with(name)
    }

    /// Whether the same caller may do something else, too.
    pub(crate) fn may<M: Need>(&self) -> bool {
        self.access.permit::<M>().is_ok()
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Does what takes long where it keeps nobody else waiting.
    pub(crate) async fn aside<T, W>(self, work: impl FnOnce(Self) -> W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let (heavy, holder) = (self.heavy.clone(), self.holder());
        heavy.run(holder, work(self)).await
    }

    pub(crate) fn heavy(&self) -> (&Arc<Bound>, Holder) {
        (&self.heavy, self.holder())
    }

    pub(crate) fn lists(&self) -> (&Arc<Bound>, Holder) {
        (&self.lists, self.holder())
    }

    /// Shows rows, with the names of customers only to who may read customers.
    pub(crate) fn presenter(&self) -> Presenter<'_> {
        let reads_customers = self.may::<need::ReadCustomers>();
        Presenter::to_merchant(&self.engine, self.scope(), reads_customers, &self.api.public_url)
    }

    /// The key or the user, whatever sessions they have.
    pub(crate) fn holder(&self) -> Holder {
        holder_of(&self.access)
    }

    pub(crate) fn book(&self) -> &dyn Book {
        self.engine.book()
    }

    pub(crate) fn scope(&self) -> Scope {
        self.access.scope()
    }

    pub(crate) fn is_publishable(&self) -> bool {
        self.access.key().is_some_and(|key| key.kind == KeyKind::Publishable)
    }
}

pub(super) fn holder_of(access: &Access) -> Holder {
    let (actor, workspace) = (access.caller().actor, access.scope().workspace);
    let key = actor.key().map(|key| Holder::Key(workspace, key));
    let member = || actor.user().map(|user| Holder::Member(workspace, user));
    key.or_else(member).unwrap_or(Holder::Workspace(workspace))
}

impl<N: Need> FromRequestParts<Api> for Allowed<N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let access = recognize(parts, api).await?;
        allow(parts, api, access)
    }
}

impl FromRequestParts<Api> for Known {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        recognize(parts, api).await.map(Self)
    }
}

/// The key in the header, or else the session in the cookie.
pub(super) async fn recognize(parts: &Parts, api: &Api) -> Result<Access, Problem> {
    if let Some(text) = bearer(parts)? {
        return admit(parts, api, text).await;
    }
    let text = session_cookie(&parts.headers, api).ok_or_else(missing)?;
    let signed_in = signed_in(parts, api, &text).await?;
    let (workspace, mode) = place_meant(&parts.headers)?;
    Ok(people::enter_workspace(&api.engine(), &signed_in, workspace, mode).await?)
}

fn allow<N: Need>(parts: &mut Parts, api: &Api, access: Access) -> Result<Allowed<N>, Problem> {
    let permit = access.permit()?;
    let idempotency_key = idempotency::read(&parts.method, &parts.headers)?;
    let (heavy, lists) = (api.heavy.merchants.clone(), api.heavy.merchants_lists.clone());
    let allowed =
        Allowed { api: api.clone(), engine: api.engine(), heavy, lists, access, permit, idempotency_key };
    // For who reads the body.
    parts.extensions.insert(allowed.holder());
    Ok(allowed)
}

/// A tracker whose key may also stand in the query: networks cannot set headers.
pub(crate) struct PostbackTracker(pub(crate) Allowed<need::WriteEvents>);

impl FromRequestParts<Api> for PostbackTracker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let text = match bearer(parts)? {
            Some(text) => Some(Cow::Borrowed(text)),
            None => pairs.find(|(name, _)| name == KEY_PARAMETER).map(|(_, value)| value),
        };
        let text = text.ok_or_else(missing)?.into_owned();
        let access = admit(parts, api, &text).await?;
        allow(parts, api, access).map(Self)
    }
}

fn missing() -> Problem {
    Problem::new(Code::KeyMissing, "the request carries neither an API key nor a session")
        .field("Authorization")
}

/// The bearer token; none without the header.
fn bearer(parts: &Parts) -> Result<Option<&str>, Problem> {
    let Some(value) = parts.headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .and_then(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()));
    let expected = "Bearer and the key";
    token.map(Some).ok_or_else(|| {
        let detail = "the Authorization header is not Bearer and a key";
        Problem::new(Code::KeyMissing, detail).field("Authorization").expected(expected)
    })
}

async fn admit(parts: &Parts, api: &Api, text: &str) -> Result<Access, Problem> {
    // What cannot be a key is not looked for, so that noise costs the book nothing.
    let found = match is_shaped(text) {
        true => access::with_key(&api.engine(), text, origin(parts)).await,
        false => Err(engine::Error::KeyUnknown),
    };
    if let Err(engine::Error::KeyUnknown | engine::Error::KeyOver) = &found {
        api.limits.check_guess(client(parts))?;
    }
    let access = found?;
    if let Some(key) = access.key() {
        api.limits.check(key, client(parts))?;
    }
    Ok(access)
}

/// `hg_live_sk_` or one of its three siblings, and the secret in hexadecimal.
fn is_shaped(text: &str) -> bool {
    let prefixes = ["hg_live_sk_", "hg_live_pk_", "hg_test_sk_", "hg_test_pk_"];
    let secret = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
    secret.is_some_and(|secret| {
        secret.len() == SECRET_DIGITS && secret.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
