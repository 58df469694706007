//! A visitor's request, read once: what it asks for and what it tells about the visitor.

use crate::{address, agents::AGENT_BYTES_MAX};
use click::{
    CONSENT_PARAMETER, Consent, Intent, IntentHeaders, ask_consent, cut, read_intent, readable_query,
};
use http::{HeaderMap, HeaderName, Method, Uri, header};
use ipnet::IpNet;
use percent_encoding::percent_decode;
use program::{SLUG_CHARACTERS_MAX, Utm};
use std::{borrow::Cow, net::IpAddr};
use words::VisitorId;

/// The cookie that a consenting visitor is known again by.
pub(crate) const VISITOR_COOKIE: &str = "hg_visitor";

const PRIVACY_CONTROL: HeaderName = HeaderName::from_static("sec-gpc");
const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");
const PURPOSE: HeaderName = HeaderName::from_static("purpose");
const X_PURPOSE: HeaderName = HeaderName::from_static("x-purpose");
const X_MOZ: HeaderName = HeaderName::from_static("x-moz");
const FETCH_DESTINATION: HeaderName = HeaderName::from_static("sec-fetch-dest");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const REQUESTED_WITH: HeaderName = HeaderName::from_static("x-requested-with");
/// The longest that the registry of language tags holds.
const LANGUAGE_BYTES_MAX: usize = 35;
/// Cookies looked at; browsers keep fewer for one site.
const COOKIES_MAX: usize = 256;

/// Where a request leads: the host, if it is a link host, the slug and what stands behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place<'a> {
    /// Without port, in lower case.
    pub(crate) host: Cow<'a, str>,
    pub(crate) on_link_host: bool,
    /// The path as written without what leads to slugs, `/` or `/r/`.
    pub(crate) rest: &'a str,
    /// The whole rest as a slug, in lower case. None when it is more than one segment.
    pub(crate) slug: Option<Cow<'a, str>>,
}

impl<'a> Place<'a> {
    /// The link host whose slugs come first.
    pub(crate) fn domain(&self) -> Option<&str> {
        self.on_link_host.then_some(&*self.host)
    }

    /// Nobody else may answer, even if no link is found.
    pub(crate) fn is_ours(&self) -> bool {
        self.on_link_host || self.slug.is_some()
    }
}

/// None when the request is not for the redirect.
pub(crate) fn place<'a>(uri: &'a Uri, headers: &'a HeaderMap, link_hosts: &[String]) -> Option<Place<'a>> {
    let host = host(uri, headers);
    let on_link_host = link_hosts.iter().any(|other| *other == host);
    let path = uri.path();
    let named = path.strip_prefix("/r/").filter(|rest| rest.contains(|letter| letter != '/'));
    let bare = on_link_host.then(|| path.strip_prefix('/').unwrap_or(path));
    let rest = named.or(bare)?;
    Some(Place { host, on_link_host, rest, slug: segment(rest).map(slug) })
}

/// A single segment, as people write it: with or without a slash at its end.
fn segment(path: &str) -> Option<&str> {
    let segment = path.strip_suffix('/').unwrap_or(path);
    (!segment.is_empty() && !segment.contains('/')).then_some(segment)
}

fn slug(segment: &str) -> Cow<'_, str> {
    let text = decoded(segment);
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    text
}

fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(percent_decode(text.as_bytes()).decode_utf8_lossy().into_owned())
}

/// The host that was asked, as the request line says or else the header.
fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Cow<'a, str> {
    let line = uri.host();
    let header = || headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(without_port);
    normalized_host(line.or_else(header).unwrap_or_default())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// A host name as configured or asked, in the form in which they are compared.
pub(crate) fn normalized_host(host: &str) -> Cow<'_, str> {
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(host.to_ascii_lowercase());
    }
    Cow::Borrowed(host)
}

/// The query as its author wrote it: a mail program may have written `&` as HTML does.
pub(crate) fn query(uri: &Uri) -> Cow<'_, str> {
    match readable_query(uri.query().unwrap_or_default()) {
        query if query.contains("&amp;") => Cow::Owned(query.replace("&amp;", "&")),
        query => Cow::Borrowed(query),
    }
}

/// Why the browser asks.
pub(crate) fn intent(headers: &HeaderMap) -> Intent {
    let value = |name: &HeaderName| headers.get(name).map(|value| value.as_bytes());
    read_intent(&IntentHeaders {
        purposes: [SEC_PURPOSE, PURPOSE, X_PURPOSE, X_MOZ].each_ref().map(value),
        destination: value(&FETCH_DESTINATION),
        mode: value(&FETCH_MODE),
        requested_with: value(&REQUESTED_WITH),
    })
}

/// What a visit tells of the visitor.
pub(crate) struct Visitor<'a> {
    pub(crate) is_head: bool,
    pub(crate) intent: Intent,
    pub(crate) user_agent: Cow<'a, str>,
    pub(crate) consent: Consent,
    /// A cookie came along, whatever it says.
    pub(crate) has_cookie: bool,
    /// The cookie's visitor.
    pub(crate) known: Option<VisitorId>,
    pub(crate) address: IpAddr,
    pub(crate) is_https: bool,
    pub(crate) labels: Labels,
    pub(crate) referrer: Option<String>,
    pub(crate) language: Option<String>,
}

impl<'a> Visitor<'a> {
    pub(crate) fn read(
        method: &Method,
        query: &str,
        headers: &'a HeaderMap,
        peer: IpAddr,
        trusted: &[IpNet],
    ) -> Self {
        let labels = Labels::read(query);
        let cookie = cookie(headers);
        let known = cookie.and_then(|value| value.parse().ok());
        let private = headers.get(PRIVACY_CONTROL).is_some_and(|value| value.as_bytes() == b"1");
        Visitor {
            is_head: method == Method::HEAD,
            intent: intent(headers),
            user_agent: user_agent(headers),
            consent: ask_consent(private, labels.consent.as_deref(), known.is_some()),
            has_cookie: cookie.is_some(),
            known,
            address: address::client(peer, headers, trusted),
            is_https: address::is_https(peer, headers, trusted),
            labels,
            referrer: referrer(headers),
            language: language(headers),
        }
    }
}

/// What the visitor's own query says: consent, UTM and the partner's labels.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Labels {
    pub(crate) consent: Option<String>,
    pub(crate) utm: Utm,
    pub(crate) subs: [Option<String>; 5],
}

impl Labels {
    /// Of parameters with the same name the first one counts.
    fn read(query: &str) -> Self {
        let mut labels = Labels::default();
        for pair in readable_query(query).split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decoded_form(name);
            if let Some(place) = labels.place(&name)
                && place.is_none()
            {
                // An empty value is a value: it keeps a later one of the same name from counting.
                *place = Some(cut(&decoded_form(value)).unwrap_or_default());
            }
        }
        let Labels { utm, subs, .. } = &mut labels;
        let kept = [&mut utm.source, &mut utm.medium, &mut utm.campaign, &mut utm.term, &mut utm.content];
        for place in kept.into_iter().chain(subs) {
            place.take_if(|value| value.is_empty());
        }
        labels
    }

    fn place(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            CONSENT_PARAMETER => &mut self.consent,
            "utm_source" => &mut self.utm.source,
            "utm_medium" => &mut self.utm.medium,
            "utm_campaign" => &mut self.utm.campaign,
            "utm_term" => &mut self.utm.term,
            "utm_content" => &mut self.utm.content,
            _ => match name.as_bytes() {
                [b's', b'u', b'b', digit @ b'1'..=b'5'] => &mut self.subs[usize::from(digit - b'1')],
                _ => return None,
            },
        })
    }
}

/// Decodes as forms are written: `+` is a blank.
fn decoded_form(text: &str) -> Cow<'_, str> {
    if text.contains('+') {
        return Cow::Owned(decoded(&text.replace('+', " ")).into_owned());
    }
    decoded(text)
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).take(COOKIES_MAX).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == VISITOR_COOKIE).then_some(value)
    })
}

fn user_agent(headers: &HeaderMap) -> Cow<'_, str> {
    let bytes = headers.get(header::USER_AGENT).map(|value| value.as_bytes()).unwrap_or_default();
    let bytes = bytes.get(..AGENT_BYTES_MAX).unwrap_or(bytes);
    String::from_utf8_lossy(bytes.trim_ascii())
}

/// Where the visitor came from, without query and fragment, which may hold what is not ours.
fn referrer(headers: &HeaderMap) -> Option<String> {
    let whole = headers.get(header::REFERER)?.to_str().ok()?;
    cut(whole.split(['?', '#']).next().unwrap_or_default())
}

/// The first language that was asked for, if it looks like one.
fn language(headers: &HeaderMap) -> Option<String> {
    let all = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let first = all.split([',', ';']).next().unwrap_or_default().trim();
    let tag = first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (tag && (1..=LANGUAGE_BYTES_MAX).contains(&first.len())).then(|| first.to_owned())
}

/// An unknown slug as it is counted: of the length a slug can have. None for what browsers and
/// crawlers ask every host for, which nobody mistyped.
pub(crate) fn countable(slug: &str) -> Option<&str> {
    let end = slug.char_indices().nth(SLUG_CHARACTERS_MAX).map_or(slug.len(), |(at, _)| at);
    (!matches!(slug, "favicon.ico" | "robots.txt")).then_some(&slug[..end])
}
