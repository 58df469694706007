//! What is answered when a request is refused: RFC 9457 problem details with a stable code.

mod code;
mod documented;
mod of_error;

pub(crate) use code::Code;
pub(crate) use documented::{
    AccountProblems, BatchProblems, CloseProblems, CustomerProblems, ListProblems, LogInProblems,
    PortalProblems, ReadProblems, TeamProblems, TrackProblems, WriteProblems, narrow,
};

use crate::wire::Reported;
use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::fmt::Display;
use utoipa::ToSchema;

const RETRY_AFTER_SECONDS: u32 = 1;

/// Boxed, so that a handler's result stays small.
#[derive(Debug)]
pub(crate) struct Problem(pub(crate) Box<Details>);

/// Why a request was refused, as RFC 9457 describes it. Nothing was changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Details {
    /// Where the code is explained, relative to this server.
    #[serde(rename = "type")]
    #[schema(example = "/docs/problems#invalid_field")]
    pub kind: String,
    /// The code in words.
    #[schema(example = "A field is not as it must be")]
    pub title: &'static str,
    /// The HTTP status, repeated.
    #[schema(example = 422)]
    pub status: u16,
    pub code: Code,
    /// What happened this time.
    pub detail: String,
    /// The field, parameter or header at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "occurred_at")]
    pub field: Option<String>,
    /// What was expected of the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// With `conversion_differs`: the conversion that was recorded under this identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversion_id: Option<String>,
    /// With `conversion_differs`: what was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<Reported>,
    /// With `conversion_differs`: what this request said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<Reported>,
    /// With `refund_exceeds`: what is left of the sale, in its minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
    /// With `busy` and `too_many_requests`: how long to wait, as Retry-After says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind: format!("/docs/problems#{}", code.name()),
            title: code.title(),
            status: code.status().as_u16(),
            code,
            detail: detail.into(),
            field: None,
            expected: None,
            conversion_id: None,
            existing: None,
            received: None,
            left: None,
            retry_after_seconds: matches!(code, Code::Busy).then_some(RETRY_AFTER_SECONDS),
        }))
    }

    /// A thing that is not there, or not in the key's scope: the two look the same.
    pub(crate) fn absent(what: &str, id: impl Display) -> Self {
        Self::new(Code::NotFound, format!("no {what} {id} here"))
    }

    pub(crate) fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.0.expected = Some(expected.into());
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_seconds = Some(seconds);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Problem(details) = self;
        let mut response = (details.code.status(), Json(&details)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = details.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if matches!(details.code, Code::KeyMissing | Code::KeyUnknown) {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
