//! A request's body: bounded, read whole, with the hash that stands for the request.

use crate::{
    bound::Holder,
    layers::{give_back_place, take_place},
    problem::{Code, Problem},
    state::Api,
};
use axum::{
    body::{self, Body},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use bytes::Bytes;
use http_body_util::LengthLimitError;
use sha2::{Digest, Sha256};
use std::{error::Error, time::Duration};

/// The largest body of any request but a batch.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// The largest body of a request by somebody unknown: a form, an application, a log-in.
pub const GUEST_BODY_BYTES_MAX: usize = 64 * 1024;

/// Marks a request by somebody unknown.
#[derive(Clone, Copy)]
pub(crate) struct ByGuest;

/// How long a body may take to arrive.
pub(crate) const BODY_DEADLINE: Duration = Duration::from_secs(60);

/// A body with the hash of the request (of its path, query and body), and whose it is.
pub(crate) struct Received {
    pub bytes: Bytes,
    pub hash: String,
    pub holder: Holder,
}

pub(crate) async fn read_body(request: Request, bytes_max: usize) -> Result<Received, Problem> {
    let (parts, body) = request.into_parts();
    let holder = parts.extensions.get().copied().unwrap_or(Holder::UNKNOWN);
    let of_guest = parts.extensions.get::<ByGuest>().map(|_| GUEST_BODY_BYTES_MAX);
    let bytes_max = of_guest.map_or(bytes_max, |most| most.min(bytes_max));
    give_back_place();
    let reading = tokio::time::timeout(BODY_DEADLINE, body::to_bytes(body, bytes_max)).await;
    let late = || Problem::new(Code::MalformedBody, "the body took too long to arrive");
    let bytes = reading.map_err(|_| late())?.map_err(|fault| {
        if fault.source().is_some_and(|source| source.is::<LengthLimitError>()) {
            let detail = format!("the body is larger than {bytes_max} bytes");
            Problem::new(Code::BodyTooLarge, detail).expected(format!("at most {bytes_max} bytes"))
        } else {
            Problem::new(Code::MalformedBody, "the body broke off")
        }
    })?;
    take_place()?;
    let query = parts.uri.query().unwrap_or_default();
    let hash = hash(&[parts.uri.path().as_bytes(), query.as_bytes(), &bytes]);
    Ok(Received { bytes, hash, holder })
}

/// SHA-256 of the parts, each with its length, in hexadecimal.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The media type of the body, in lower case and without parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// For requests that need no body. Whatever comes is counted into the hash, not read.
pub(crate) struct Nothing {
    pub hash: String,
}

impl FromRequest<Api> for Nothing {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let Received { hash, .. } = read_body(request, BODY_BYTES_MAX).await?;
        Ok(Self { hash })
    }
}

/// The parameters of the query and of a form in the body, in this order, as they were sent.
pub(crate) struct Form {
    pub pairs: Vec<(String, String)>,
    pub hash: String,
}

const FORM: &str = "application/x-www-form-urlencoded";

impl FromRequest<Api> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request<Body>, _: &Api) -> Result<Self, Problem> {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let media_type = media_type(request.headers());
        let Received { bytes, hash, .. } = read_body(request, BODY_BYTES_MAX).await?;
        if !bytes.is_empty() && media_type != FORM {
            let detail = format!("the body is {media_type:?}");
            let problem = Problem::new(Code::UnsupportedMediaType, detail);
            return Err(problem.field("Content-Type").expected(FORM));
        }
        let pairs = [query.as_bytes(), &bytes].into_iter().flat_map(url::form_urlencoded::parse);
        Ok(Self { pairs: pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect(), hash })
    }
}
