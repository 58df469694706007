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
/// Objects, each of which PHP writes as an empty list when it is empty.
const MAPS: [&str; 3] = ["customer", "organization", METADATA];
/// Evidence, by its path, which some send as false when they have none. It never costs the event: what is no text is read
/// as the text that it is written as, and deeds leave that out with a warning.
const EVIDENCE: [&str; 5] = ["click_id", "code", "codes", "customer.email", "customer.name"];
/// Of it, what may be a list or a number.
const CODES: [&str; 2] = ["code", "codes"];
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
    let mended = mend_halves(text);
    let text = mended.as_deref().unwrap_or(text);
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
            Value::Array(items) if path.is_empty() && MAPS.contains(&name.as_str()) && items.is_empty() => {
                *value = Value::Null;
            }
            value if EVIDENCE.contains(&path_of(name).as_str()) => {
                make_text(value, CODES.contains(&name.as_str()));
                leave_out_blanks(value, &path_of(name), blank);
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

fn make_text(evidence: &mut Value, is_code: bool) {
    match evidence {
        Value::Null | Value::String(_) => {}
        Value::Bool(false) => *evidence = Value::Null,
        Value::Array(items) if is_code => {
            items.iter_mut().for_each(|item| make_text(item, false));
        }
        other => {
            let written = other.to_string();
            *other = Value::String(written);
        }
    }
}

/// Replaces halves of characters, such as JavaScript's `slice` leaves of an emoji, by the sign for what cannot be read.
/// None if there are none.
pub(crate) fn mend_halves(text: &[u8]) -> Option<Vec<u8>> {
    let is_half = |window: &[u8]| window.eq_ignore_ascii_case(b"\\ud");
    if !text.windows(3).any(is_half) {
        return None;
    }
    let mut mended = text.to_vec();
    let (mut at, mut found) = (0, false);
    while let Some(next) = mended.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += next;
        match (half_at(&mended, at), half_at(&mended, at + ESCAPE_BYTES)) {
            (Some(Half::High), Some(Half::Low)) => at += 2 * ESCAPE_BYTES,
            (Some(_), _) => {
                mended[at..at + ESCAPE_BYTES].copy_from_slice(b"\\ufffd");
                found = true;
                at += ESCAPE_BYTES;
            }
            // The escaped byte is no escape itself.
            (None, _) => at += 2,
        }
    }
    found.then_some(mended)
}

/// Of `\ud83d`.
const ESCAPE_BYTES: usize = 6;

/// Half of a character in UTF-16.
enum Half {
    High,
    Low,
}

fn half_at(text: &[u8], at: usize) -> Option<Half> {
    let digits = text.get(at..at + ESCAPE_BYTES)?.strip_prefix(b"\\u")?;
    let unit = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    match unit {
        0xd800..0xdc00 => Some(Half::High),
        0xdc00..0xe000 => Some(Half::Low),
        _ => None,
    }
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn half_a_character_is_read_as_an_unreadable_one() {
        for (sent, read) in [
            (r#""ADA\ud83d""#, Some("ADA\u{fffd}")),
            (r#""\uDE00 x""#, Some("\u{fffd} x")),
            (r#""\ud83d\ud83d\ude00""#, Some("\u{fffd}😀")),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""plain""#, None),
        ] {
            let mended = mend_halves(sent.as_bytes());
            let text = mended.as_deref().map(|text| serde_json::from_slice::<String>(text).unwrap());
            assert_eq!(text.as_deref(), read, "{sent}");
        }
    }

    #[test]
    fn evidence_that_is_no_text_is_read_as_one() {
        let mut value = json!({
            "click_id": ["clk_1"], "code": [7, 1.5, "A"], "customer": { "email": 5, "name": false }, "renewal": false,
        });
        leave_out_blanks(&mut value, "", &mut Vec::new());
        let read = json!({
            "click_id": "[\"clk_1\"]", "code": ["7", "1.5", "A"], "customer": { "email": "5" }, "renewal": false,
        });
        assert_eq!(value, read);
    }

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
