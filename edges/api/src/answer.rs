//! What handlers answer when all went well.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::{Done, ports::File};
use serde::Serialize;

/// Says that the answer is the one given earlier under the same Idempotency-Key.
pub(crate) const IDEMPOTENCY_REPLAYED: &str = "idempotency-replayed";

pub(crate) struct Answer<T> {
    pub status: StatusCode,
    pub replayed: bool,
    pub body: T,
}

impl<T> Answer<T> {
    /// Something was made; a replay has the status of the first answer.
    pub(crate) fn created<V>(done: Done<V>, view: impl FnOnce(V) -> T) -> Self {
        Self { status: StatusCode::CREATED, replayed: done.replayed, body: view(done.value) }
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if self.replayed {
            response.headers_mut().insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// A file to keep. It may be about people and money, and stays with whoever asked.
pub(crate) fn attachment(file: File) -> Response {
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    let name = format!("attachment; filename=\"{}\"", file.name);
    headers.extend(HeaderValue::try_from(name).map(|name| (header::CONTENT_DISPOSITION, name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
