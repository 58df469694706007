//! Around every request: a name for it, a measure of it, and the headers of every answer.

use crate::{
    problem::{Code, Problem},
    state::Api,
    wire::in_language_of,
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
/// A year, without subdomains: these are not ours to promise for.
const HSTS: &str = "max-age=31536000";
/// Requests answered at once; beyond that a server only makes everybody wait.
pub const REQUESTS_AT_ONCE_MAX: usize = 512;
const REQUEST_ID_CHARACTERS_MAX: usize = 128;

tokio::task_local! {
    /// The place of the request under way.
    static PLACE: Place;
}

/// A place among the requests that are answered at once. A request holds none while its body arrives, which is its
/// client's affair, nor while it waits for a place of heavy work.
struct Place {
    places: Arc<Semaphore>,
    held: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Place {
    fn take(places: &Arc<Semaphore>) -> Result<Self, Problem> {
        let place = Self { places: places.clone(), held: Mutex::default() };
        place.hold()?;
        Ok(place)
    }

    fn hold(&self) -> Result<(), Problem> {
        let busy = |_| Problem::new(Code::Busy, "too many requests are being answered");
        *self.held() = Some(self.places.clone().try_acquire_owned().map_err(busy)?);
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, Option<OwnedSemaphorePermit>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the place of the request under way back.
pub(crate) fn give_back_place() {
    // Outside of a request, as in tests, there is none.
    let _ = PLACE.try_with(|place| *place.held() = None);
}

/// Takes a place for the request under way again, unless there is none.
pub(crate) fn take_place() -> Result<(), Problem> {
    PLACE.try_with(Place::hold).unwrap_or(Ok(()))
}

pub(crate) async fn unknown_path(uri: Uri) -> Problem {
    Problem::new(Code::PathUnknown, format!("nothing is at {}", uri.path()))
}

pub(crate) async fn wrong_method(method: Method, uri: Uri) -> Problem {
    Problem::new(Code::MethodNotAllowed, format!("{} does not take {method}", uri.path()))
}

/// Names the request, measures it, and dresses its answer. A policy that the answer brings itself is
/// left alone.
#[expect(clippy::disallowed_methods, reason = "how long an answer took is measured, never decided by")]
pub(crate) async fn dress(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let id = request_id(&api, &request);
    // What the audit log keeps is what the log and the answer say.
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", request_id = id.to_str().unwrap_or_default(), %method, route);
    let began = std::time::Instant::now();
    let mut response = match Place::take(&api.places) {
        Ok(place) => {
            let headers = request.headers().clone();
            let answering = PLACE.scope(place, next.run(request).instrument(span));
            in_language_of(&headers, answering).await
        }
        Err(busy) => busy.into_response(),
    };
    let labels = [
        ("method", known(&method).to_owned()),
        ("route", route),
        ("status", response.status().as_str().to_owned()),
    ];
    metrics::counter!("honeyguide_api_requests_total", &labels).increment(1);
    metrics::histogram!("honeyguide_api_request_seconds", &labels).record(began.elapsed());
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
        (COOP, "same-origin"),
        (PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if api.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    response
}

/// The caller's own name for the request where it is one that logs can carry, else a new one.
fn request_id(api: &Api, request: &Request) -> HeaderValue {
    let sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let fits = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        (1..=REQUEST_ID_CHARACTERS_MAX).contains(&bytes.len()) && bytes.iter().all(sign)
    };
    let own = || HeaderValue::try_from(api.request_id()).unwrap_or(HeaderValue::from_static("unnamed"));
    request.headers().get(REQUEST_ID).filter(fits).cloned().unwrap_or_else(own)
}

/// Methods that strangers make up would be series without end.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET | Method::POST | Method::HEAD | Method::OPTIONS => method.as_str(),
        _ => "other",
    }
}
