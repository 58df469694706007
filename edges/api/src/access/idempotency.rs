//! The `Idempotency-Key` header: a client's own name for a request, so that sending it twice does it
//! once.

use crate::problem::Problem;
use axum::http::{HeaderMap, Method};
use utoipa::IntoParams;
use words::Invalid;

pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
const CHARACTERS_MAX: usize = 255;

/// The header, as the description shows it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct IdempotencyHeader {
    /// Your own name for this request. For 24 hours the same key with the same request gives the first
    /// answer again, with `Idempotency-Replayed: true`; with another request it is refused. 1 to 255
    /// visible ASCII characters.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, required = false)]
    _key: String,
}

/// The key of a request that changes something; a GET has none.
pub(super) fn read(method: &Method, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    if method != Method::POST {
        return Ok(None);
    }
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let bytes = value.as_bytes();
    let fits = (1..=CHARACTERS_MAX).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
    match value.to_str() {
        Ok(text) if fits && values.next().is_none() => Ok(Some(text.to_owned())),
        _ => {
            let expected = format!("once, with 1 to {CHARACTERS_MAX} visible ASCII characters");
            Err(Invalid::new(IDEMPOTENCY_KEY, expected).into())
        }
    }
}
