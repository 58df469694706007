//! JSON bodies, with the path to the fault when one cannot be read.

use super::body::{BODY_BYTES_MAX, Received, media_type, read_body};
use crate::{
    problem::{Code, Problem},
    state::Api,
};
use axum::extract::{FromRequest, Request};
use serde::{Deserializer, de::DeserializeOwned};

const JSON: &str = "application/json";

/// A body read as `T`, and the hash of the request.
pub(crate) struct Json<T> {
    pub value: T,
    pub hash: String,
}

impl<T: DeserializeOwned> FromRequest<Api> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let media_type = media_type(request.headers());
        if media_type != JSON && !(media_type.starts_with("application/") && media_type.ends_with("+json")) {
            let detail = match media_type.as_str() {
                "" => "the request does not say what its body is".to_owned(),
                other => format!("the body is {other:?}"),
            };
            let problem = Problem::new(Code::UnsupportedMediaType, detail);
            return Err(problem.field("Content-Type").expected(JSON));
        }
        let Received { bytes, hash } = read_body(request, BODY_BYTES_MAX).await?;
        let mut input = serde_json::Deserializer::from_slice(&bytes);
        let value = read(&mut input)?;
        input.end().map_err(|fault| Problem::new(Code::MalformedBody, fault.to_string()))?;
        Ok(Self { value, hash })
    }
}

/// Reads `T` from JSON that was taken apart before.
pub(crate) fn from_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, Problem> {
    read(value)
}

fn read<'de, T: DeserializeOwned, D>(input: D) -> Result<T, Problem>
where
    D: Deserializer<'de, Error = serde_json::Error>,
{
    serde_path_to_error::deserialize(input).map_err(|fault| {
        let path = fault.path().to_string();
        let problem = Problem::new(Code::MalformedBody, fault.into_inner().to_string());
        // The path is "." where the fault is the body itself.
        if path == "." { problem } else { problem.field(path) }
    })
}
