//! The `Idempotency-Key` header: a client's own name for a request, so that sending it twice does it
//! once.

use crate::{problem::Problem, state::Api};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::collections::BTreeSet;
use utoipa::{
    IntoParams,
    openapi::{RefOr, path::Parameter},
};
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
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter().filter(|value| !value.is_empty());
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

/// The paths whose POST takes the header, as the description says.
pub(crate) fn paths_of(description: &utoipa::openapi::OpenApi) -> BTreeSet<String> {
    let is_it =
        |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(it) if it.name == IDEMPOTENCY_KEY);
    let takes = |item: &utoipa::openapi::PathItem| {
        let parameters = item.post.as_ref().and_then(|post| post.parameters.as_ref());
        parameters.is_some_and(|all| all.iter().any(is_it))
    };
    let paths = description.paths.paths.iter().filter(|(_, item)| takes(item));
    paths.map(|(path, _)| path.clone()).collect()
}

/// Refuses the header where it has no effect, because a client that sends it relies on it.
pub(crate) async fn refuse_unused(State(api): State<Api>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let mut keys = request.headers().get_all(IDEMPOTENCY_KEY).iter();
    let is_sent = request.method() == Method::POST && keys.any(|key| !key.is_empty());
    if !is_sent || path.is_empty() || api.idempotent_paths.contains(path) {
        return next.run(request).await;
    }
    let expected = "no Idempotency-Key: repeating this request is safe as it is, or its answer holds a secret that is not kept";
    Problem::from(Invalid::new(IDEMPOTENCY_KEY, expected)).into_response()
}
