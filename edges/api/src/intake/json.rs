//! JSON bodies, with the path to the fault when one cannot be read.

use super::body::{BODY_BYTES_MAX, Received, media_type, read_body};
use super::unique::Unique;
use crate::{
    problem::{Code, Problem},
    state::Api,
};
use axum::{
    extract::{FromRequest, Request},
    http::HeaderMap,
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use words::filled;

const JSON: &str = "application/json";

/// A body read as `T`, and the hash of the request.
pub(crate) struct Json<T> {
    pub value: T,
    pub hash: String,
}

impl<T: DeserializeOwned + Send + 'static> FromRequest<Api> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        let Received { bytes, hash, holder } = read_body(request, BODY_BYTES_MAX).await?;
        let value = api.heavy.reading(holder, bytes.len(), move || read_whole(&bytes)).await?;
        Ok(Self { value, hash })
    }
}

fn read_whole<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    check_unique(bytes)?;
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let value = read(&mut input)?;
    input.end().map_err(|fault| Problem::new(Code::MalformedBody, fault.to_string()))?;
    Ok(value)
}

pub(super) fn check_media_type(headers: &HeaderMap) -> Result<(), Problem> {
    let media_type = media_type(headers);
    if media_type == JSON || (media_type.starts_with("application/") && media_type.ends_with("+json")) {
        return Ok(());
    }
    let detail = match media_type.as_str() {
        "" => "the request does not say what its body is".to_owned(),
        other => format!("the body is {other:?}"),
    };
    Err(Problem::new(Code::UnsupportedMediaType, detail).field("Content-Type").expected(JSON))
}

/// Refuses what says a name twice; whatever else is wrong is for the reader of the whole to say.
pub(crate) fn check_unique(bytes: &[u8]) -> Result<(), Problem> {
    let mut input = serde_json::Deserializer::from_slice(bytes);
    match serde_path_to_error::deserialize::<_, Unique>(&mut input) {
        Err(fault) if fault.inner().is_data() => {
            let field = fault.path().to_string();
            let problem = Problem::new(Code::MalformedBody, fault.into_inner().to_string());
            Err(if field == "." { problem } else { problem.field(field) })
        }
        _ => Ok(()),
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
        let said = plainly(&fault.into_inner().to_string());
        // The path is "." where the fault is the body itself, and stops above a field that is missing.
        let parent = if path == "." { String::new() } else { path };
        let missing = said.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let field = match (missing, parent.is_empty()) {
            (Some(missing), true) => missing.to_owned(),
            (Some(missing), false) => format!("{parent}.{missing}"),
            (None, _) => parent,
        };
        let problem = Problem::new(Code::MalformedBody, said);
        if field.is_empty() { problem } else { problem.field(field) }
    })
}

/// The reader's words without the names of our types.
fn plainly(said: &str) -> String {
    const WORDS: [(&str, &str); 11] = [
        ("expected i64", "expected whole minor units, such as 4999"),
        ("expected u32", "expected a whole number, 0 or more"),
        ("expected struct Money", "expected an amount like {\"amount\": 4999, \"currency\": \"EUR\"}"),
        ("expected struct EventCustomer", "expected an object like {\"external_id\": \"user-4711\"}"),
        ("expected struct EventOrganization", "expected an object like {\"external_id\": \"acme\"}"),
        ("expected a map", "expected an object"),
        ("expected a sequence", "expected a list"),
        ("expected a string", "expected a text"),
        ("unknown variant", "unknown word"),
        ("floating point", "number with decimals"),
        ("EOF while parsing a value", "the JSON ends too early"),
    ];
    let said = WORDS.iter().fold(said.to_owned(), |said, (ours, plain)| said.replace(ours, plain));
    // Structs other than money stand for objects.
    match said.split_once("expected struct ") {
        Some((before, rest)) => {
            let rest = rest.split_once(' ').map_or("", |(_, rest)| rest);
            format!("{before}expected an object {rest}").trim_end().to_owned()
        }
        None => said,
    }
}

/// Reads a field that may be null: absent it is none, null it is some none.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(input).map(Some)
}

/// Reads an optional text: empty or blank it is none.
pub(crate) fn text<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(input)?;
    Ok(text.as_deref().and_then(filled).map(str::to_owned))
}

/// Reads a text that may be taken away: absent it is none; null, empty or blank it is some none.
pub(crate) fn present_text<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Option<String>>, D::Error> {
    text(input).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_said_without_the_names_of_our_types() {
        let said = plainly("invalid type: floating point `49.99`, expected i64 at line 1 column 9");
        let expected = "invalid type: number with decimals `49.99`, expected whole minor units, such as 4999";
        assert_eq!(said, format!("{expected} at line 1 column 9"));
        let said = plainly("invalid type: integer `5`, expected struct SaleRequest at line 1 column 1");
        assert_eq!(said, "invalid type: integer `5`, expected an object at line 1 column 1");
    }
}
