//! What systems report of their customers: JSON in which a field that is empty, blank or null is absent, and in which
//! texts have no blanks at their ends. Only metadata stays as it was sent.

use super::{
    body::{Received, read_body},
    json::{check_media_type, check_unique, from_value},
};
use crate::{
    intake::BODY_BYTES_MAX,
    problem::{Code, Problem},
    state::Api,
};
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use words::trim_blanks;

const METADATA: &str = "metadata";
const EVIDENCE: [&str; 5] = ["click_id", "code", "codes", "customer_email", "customer_name"];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A body read as `T`, and the hash of the request.
pub(crate) struct Report<T> {
    pub value: T,
    pub hash: String,
}

impl<T: DeserializeOwned + Send + 'static> FromRequest<Api> for Report<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        let Received { bytes, hash, holder } = read_body(request, BODY_BYTES_MAX).await?;
        let value = api.heavy.reading(holder, bytes.len(), move || read_whole(&bytes)).await?;
        Ok(Self { value, hash })
    }
}

fn read_whole<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    check_unique(text)?;
    let value = serde_json::from_slice(text);
    read_report(value.map_err(|fault| Problem::new(Code::MalformedBody, fault.to_string()))?)
}

/// Reads `T` from what was reported.
pub(crate) fn read_report<T: DeserializeOwned>(mut value: Value) -> Result<T, Problem> {
    let mut blank = Vec::new();
    leave_out_blanks(&mut value, "", &mut blank);
    from_value(value).map_err(|problem| {
        let field = problem.0.field.as_ref().filter(|field| blank.contains(field)).cloned();
        match field {
            // It was there, and would be said to be missing.
            Some(field) => blank_field(&field),
            None => problem,
        }
    })
}

/// Named as deeds name it, without the places of lists.
fn blank_field(path: &str) -> Problem {
    let parts = path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest));
    let (field, expected) = (parts.collect::<String>(), "a value, not blanks");
    let problem = Problem::new(Code::InvalidField, format!("{field}: expected {expected}"));
    problem.field(field).expected(expected)
}

/// Trims every text, and takes out nulls and texts of which nothing is left; those are named by their paths.
fn leave_out_blanks(value: &mut Value, path: &str, blank: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let trimmed = trim_blanks(text);
            if trimmed.len() < text.len() {
                *text = trimmed.to_owned();
            }
        }
        Value::Object(fields) => leave_out_fields(fields, path, blank),
        Value::Array(items) => {
            for (place, item) in items.iter_mut().enumerate() {
                leave_out_blanks(item, &format!("{path}[{place}]"), blank);
            }
            items.retain(|item| !is_absent(item));
        }
        _ => {}
    }
}

fn leave_out_fields(fields: &mut Map<String, Value>, path: &str, blank: &mut Vec<String>) {
    let path_of = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, value) in fields.iter_mut() {
        match value {
            Value::Object(notes) if path.is_empty() && name == METADATA => {
                notes.retain(|_, note| !note.is_null());
            }
            // PHP writes an empty map as an empty list.
            Value::Array(items) if path.is_empty() && name == METADATA && items.is_empty() => {
                *value = Value::Null;
            }
            // And what is not set as false.
            Value::Bool(false) if path.is_empty() && EVIDENCE.contains(&name.as_str()) => {
                *value = Value::Null
            }
            value => leave_out_blanks(value, &path_of(name), blank),
        }
    }
    fields.retain(|name, value| {
        if value.as_str() == Some("") {
            blank.push(path_of(name));
        }
        !is_absent(value)
    });
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_blank_is_absent_at_every_depth() {
        let mut value = json!({
            "a": "", "b": " \u{feff}", "c": null, "d": " x\u{200b}", "e": 0, "f": false,
            "amount": { "amount": 1, "currency": "\teur " }, "codes": ["", "A ", null],
            "metadata": { "kept": " ", "none": null },
        });
        let mut blank = Vec::new();
        leave_out_blanks(&mut value, "", &mut blank);
        let left = json!({
            "d": "x", "e": 0, "f": false, "amount": { "amount": 1, "currency": "eur" }, "codes": ["A"],
            "metadata": { "kept": " " },
        });
        assert_eq!(value, left);
        blank.sort();
        assert_eq!(blank, ["a", "b"]);
    }
}
