//! Queries, with unknown and repeated parameters refused.

use crate::{
    problem::{Code, Problem},
    state::Api,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use std::error::Error;

pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Api> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let query = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        query.map(|axum::extract::Query(value)| Self(value)).map_err(|fault| {
            let text = fault.source().map_or_else(|| fault.to_string(), ToString::to_string);
            Problem::new(Code::MalformedQuery, text)
        })
    }
}
