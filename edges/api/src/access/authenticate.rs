//! From the key that a request carries to what it may do.

use super::idempotency;
use crate::{
    problem::{Code, Problem},
    state::Api,
};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use engine::{Caller, Idempotency, hash_key};
use program::{ApiKey, KeyKind, KeyScope};
use std::{borrow::Cow, marker::PhantomData};
use url::form_urlencoded;
use words::Scope;

/// Digits of a key's secret part: 128 bits.
const SECRET_DIGITS: usize = 32;
/// The query parameter by which a postback names its key.
const KEY_PARAMETER: &str = "key";

/// A key that was known and allowed `N`, with what the request said beside it.
pub(crate) struct Key<N> {
    key: ApiKey,
    idempotency_key: Option<String>,
    needed: PhantomData<N>,
}

/// May report a lead: a publishable key, or a secret one with `track`.
pub(crate) type LeadSender = Key<SendLead>;
/// May report every event.
pub(crate) type Tracker = Key<Track>;
pub(crate) type Reader = Key<Read>;
pub(crate) type Manager = Key<Manage>;
/// Any secret key, whatever it allows.
pub(crate) type SecretHolder = Key<AnySecret>;

pub(crate) struct SendLead;
pub(crate) struct Track;
pub(crate) struct Read;
pub(crate) struct Manage;
pub(crate) struct AnySecret;

/// What an endpoint needs of a key; `NAME` completes "expected …".
pub(crate) trait Need {
    const NAME: &'static str;
    fn is_met_by(key: &ApiKey) -> bool;
}

fn allows(key: &ApiKey, scope: KeyScope) -> bool {
    key.kind == KeyKind::Secret && key.allows.contains(&scope)
}

impl Need for SendLead {
    const NAME: &'static str = "a publishable key, or a secret key with the scope track";
    fn is_met_by(key: &ApiKey) -> bool {
        key.kind == KeyKind::Publishable || allows(key, KeyScope::Track)
    }
}

impl Need for Track {
    const NAME: &'static str = "a secret key with the scope track";
    fn is_met_by(key: &ApiKey) -> bool {
        allows(key, KeyScope::Track)
    }
}

impl Need for Read {
    const NAME: &'static str = "a secret key with the scope read";
    fn is_met_by(key: &ApiKey) -> bool {
        allows(key, KeyScope::Read)
    }
}

impl Need for Manage {
    const NAME: &'static str = "a secret key with the scope manage";
    fn is_met_by(key: &ApiKey) -> bool {
        allows(key, KeyScope::Manage)
    }
}

impl Need for AnySecret {
    const NAME: &'static str = "a secret key";
    fn is_met_by(key: &ApiKey) -> bool {
        key.kind == KeyKind::Secret
    }
}

impl<N> Key<N> {
    /// `body_hash` stands for the whole request when the same Idempotency-Key comes again.
    pub(crate) fn caller(&self, body_hash: &str) -> Caller {
        let idempotency = self
            .idempotency_key
            .clone()
            .map(|idempotency_key| Idempotency { idempotency_key, body_hash: body_hash.to_owned() });
        Caller::of_key(&self.key, idempotency)
    }

    /// The caller of one line of a batch, under the batch's Idempotency-Key and the line's number.
    pub(crate) fn caller_of_line(&self, line: usize, line_hash: &str) -> Caller {
        let mut caller = self.caller(line_hash);
        if let Some(idempotency) = &mut caller.idempotency {
            idempotency.idempotency_key.push_str(&format!(" line {line}"));
        }
        caller
    }

    pub(crate) fn scope(&self) -> Scope {
        self.key.scope
    }

    pub(crate) fn key(&self) -> &ApiKey {
        &self.key
    }

    pub(crate) fn is_publishable(&self) -> bool {
        self.key.kind == KeyKind::Publishable
    }
}

impl<N: Need> FromRequestParts<Api> for Key<N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let text = bearer(parts)?.ok_or_else(missing)?.to_owned();
        admit(parts, api, &text).await
    }
}

/// A tracker whose key may also stand in the query: networks cannot set headers.
pub(crate) struct PostbackTracker(pub(crate) Tracker);

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
        admit(parts, api, &text).await.map(Self)
    }
}

fn missing() -> Problem {
    Problem::new(Code::KeyMissing, "the request carries no API key").field("Authorization")
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

async fn admit<N: Need>(parts: &Parts, api: &Api, text: &str) -> Result<Key<N>, Problem> {
    let unknown = || Problem::new(Code::KeyUnknown, "no such API key");
    // What cannot be a key is not looked for, so that noise costs the book nothing.
    if !is_shaped(text) {
        return Err(unknown());
    }
    let key = api.engine.book().key_by_hash(&hash_key(text)).await?.ok_or_else(unknown)?;
    api.limits.check(&key)?;
    if !N::is_met_by(&key) {
        let detail = format!("the key {}… may not do this", key.hint);
        return Err(Problem::new(Code::KeyNotAllowed, detail).expected(N::NAME));
    }
    let idempotency_key = idempotency::read(&parts.method, &parts.headers)?;
    Ok(Key { key, idempotency_key, needed: PhantomData })
}

/// `hg_live_sk_` or one of its three siblings, and the secret in hexadecimal.
fn is_shaped(text: &str) -> bool {
    let prefixes = ["hg_live_sk_", "hg_live_pk_", "hg_test_sk_", "hg_test_pk_"];
    let secret = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
    secret.is_some_and(|secret| {
        secret.len() == SECRET_DIGITS && secret.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
