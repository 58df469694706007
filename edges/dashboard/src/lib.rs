//! The built web app and the tracking script, as the binary holds them. `web/` builds them into `web/dist`, each file
//! also compressed (`.br`, `.gz`); here they are only handed out.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

/// Where the tracking script stands, for merchants' pages.
pub const SCRIPT_PATH: &str = "/hg.js";
const PAGE: &str = "index.html";
/// Under it every name holds a hash of its content, so that what was read once is never asked for again.
const HASHED: &str = "assets/";
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Browsers look again after an hour; a change of the script reaches everybody within one.
const AN_HOUR: &str = "public, max-age=3600";
const ASK_FIRST: &str = "no-cache";
/// The page's own files and nothing else; no script stands in the page itself. Styles may: Mantine writes its
/// variables and places its pop-ups so.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";
/// Paths of others, which never answer with the app.
const NOT_PAGES: [&str; 3] = ["/v1", "/docs", "/openapi.json"];

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// A file of the app for this request, or the app itself where a browser asks for one of its pages; none if the
/// request is not for this edge.
pub fn answer<B>(request: &Request<B>) -> Option<Response<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.uri().path();
    let name = path.trim_start_matches('/');
    if !name.is_empty() && name != PAGE && Built::get(name).is_some() {
        return Some(file(name, request));
    }
    if name.starts_with(HASHED) || NOT_PAGES.iter().any(|other| is_under(path, other)) {
        return None;
    }
    wants_a_page(request.headers()).then(|| page(request))
}

fn is_under(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn wants_a_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

fn page<B>(request: &Request<B>) -> Response<Bytes> {
    let mut answer = match Built::get(PAGE) {
        Some(_) => file(PAGE, request),
        None => {
            let text = "This honeyguide was built without its web pages. `make web` builds them; the API is at /v1, \
                        described at /docs.\n";
            let mut answer = Response::new(Bytes::from_static(text.as_bytes()));
            *answer.status_mut() = StatusCode::NOT_FOUND;
            set(&mut answer, header::CONTENT_TYPE, "text/plain; charset=utf-8");
            answer
        }
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=()",
        ),
    ] {
        set(&mut answer, name, value);
    }
    answer
}

fn file<B>(name: &str, request: &Request<B>) -> Response<Bytes> {
    let headers = request.headers();
    let (found, encoding) = best(name, headers);
    let mut answer = Response::new(Bytes::new());
    let Some(found) = found else {
        *answer.status_mut() = StatusCode::NOT_FOUND;
        return answer;
    };
    let hash: String = found.metadata.sha256_hash()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hash}\"");
    let caching = match name {
        "hg.js" => AN_HOUR,
        name if name.starts_with(HASHED) => FOREVER,
        _ => ASK_FIRST,
    };
    set(&mut answer, header::CACHE_CONTROL, caching);
    set(&mut answer, header::CONTENT_TYPE, media_type(name));
    set(&mut answer, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut answer, header::VARY, "accept-encoding");
    set(&mut answer, header::ETAG, &tag);
    if name == "hg.js" {
        // Merchants' pages read it from elsewhere, also under a policy that isolates them.
        set(&mut answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(&mut answer, HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    }
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return answer;
    }
    if let Some(encoding) = encoding {
        set(&mut answer, header::CONTENT_ENCODING, encoding);
    }
    let body = match found.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    set(&mut answer, header::CONTENT_LENGTH, &body.len().to_string());
    if *request.method() == Method::GET {
        *answer.body_mut() = body;
    }
    answer
}

/// The smallest form that the client reads.
fn best(name: &str, headers: &HeaderMap) -> (Option<EmbeddedFile>, Option<&'static str>) {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok());
    let accepts = |encoding: &str| {
        let mut named = accepted.unwrap_or_default().split(',').map(str::trim);
        named.any(|one| one == encoding || one.starts_with(&format!("{encoding};")) && !one.ends_with("q=0"))
    };
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        if accepts(encoding)
            && let Some(found) = Built::get(&format!("{name}.{ending}"))
        {
            return (Some(found), Some(encoding));
        }
    }
    (Built::get(name), None)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn set(answer: &mut Response<Bytes>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        answer.headers_mut().insert(name, value);
    }
}
