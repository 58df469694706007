//! The answers: sent on, sent on without proof, come back later, not here.
//!
//! No `Referrer-Policy` is sent: how much the destination learns of the page that holds the link is
//! that page's decision, and a policy on our answer would overrule it.

use crate::request::VISITOR_COOKIE;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use http_body_util::Full;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use words::VisitorId;

pub(crate) type Answer = Response<Full<Bytes>>;

const TRACKING: HeaderName = HeaderName::from_static("x-honeyguide-tracking");
const COOKIE_DAYS: u32 = 365;
const SECONDS_PER_DAY: u32 = 86_400;
const UNKNOWN_PAGE: &str = include_str!("unknown.html");
const UNKNOWN_PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
/// What a header may not hold as it is; all else in an address is its author's.
const NOT_IN_A_HEADER: &AsciiSet = &CONTROLS.add(b' ');

pub(crate) fn found(location: String) -> Answer {
    let mut answer = plain(StatusCode::FOUND);
    lead_to(&mut answer, location);
    answer
}

/// Sets where the visitor is sent. The address is one of ours with the visitor's query: should that
/// hold more than ASCII, it is written as browsers would.
pub(crate) fn lead_to(answer: &mut Answer, location: String) {
    let is_plain = location.bytes().all(|byte| byte.is_ascii_graphic());
    let written = if is_plain { location } else { encoded(&location) };
    match HeaderValue::from_maybe_shared(Bytes::from(written)) {
        Ok(location) => answer.headers_mut().insert(header::LOCATION, location),
        Err(never) => unreachable!("graphic ASCII fits into a header: {never}"),
    };
}

fn encoded(location: &str) -> String {
    utf8_percent_encode(location, NOT_IN_A_HEADER).to_string()
}

pub(crate) fn found_at(location: HeaderValue) -> Answer {
    let mut answer = plain(StatusCode::FOUND);
    answer.headers_mut().insert(header::LOCATION, location);
    answer
}

/// Says that the visitor was sent on before their click was on disk.
pub(crate) fn degrade(answer: &mut Answer) {
    answer.headers_mut().insert(TRACKING, HeaderValue::from_static("degraded"));
}

/// Keeps the visitor's cookie for a year from now.
pub(crate) fn keep_cookie(answer: &mut Answer, visitor: VisitorId, is_https: bool) {
    let age = COOKIE_DAYS * SECONDS_PER_DAY;
    let secure = if is_https { "; Secure" } else { "" };
    set_cookie(answer, &format!("{visitor}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"));
}

pub(crate) fn delete_cookie(answer: &mut Answer) {
    set_cookie(answer, "; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

fn set_cookie(answer: &mut Answer, value: &str) {
    if let Ok(cookie) = HeaderValue::try_from(format!("{VISITOR_COOKIE}={value}")) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
}

/// To a browser that asks ahead: it will ask again when its person clicks.
pub(crate) fn not_ahead() -> Answer {
    plain(StatusCode::SERVICE_UNAVAILABLE)
}

pub(crate) fn wrong_method() -> Answer {
    let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED);
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    answer
}

pub(crate) fn no_such_link() -> Answer {
    let mut answer = plain(StatusCode::NOT_FOUND);
    *answer.body_mut() = Full::new(Bytes::from_static(UNKNOWN_PAGE.as_bytes()));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(UNKNOWN_PAGE_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

/// Nothing here may be kept by caches: each visit is to be seen.
fn plain(status: StatusCode) -> Answer {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
