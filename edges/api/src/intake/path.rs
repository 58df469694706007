//! Ids and names in a path.

use crate::{
    problem::{Code, Problem},
    state::Api,
};
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use std::str::FromStr;
use words::Malformed;

/// The one id in the path. What cannot be an id is as absent as an id that nothing has.
pub(crate) struct Id<I>(pub I);

impl<I: FromStr<Err = Malformed>> FromRequestParts<Api> for Id<I> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let Name(text) = Name::from_request_parts(parts, api).await?;
        text.parse().map(Self).map_err(|fault: Malformed| {
            Problem::new(Code::NotFound, format!("no {text} here")).field("id").expected(fault.expected)
        })
    }
}

/// The one text in the path, decoded.
pub(crate) struct Name(pub String);

impl FromRequestParts<Api> for Name {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let path = Path::<String>::from_request_parts(parts, api).await;
        path.map(|Path(text)| Self(text)).map_err(|fault| Problem::new(Code::NotFound, fault.body_text()))
    }
}
