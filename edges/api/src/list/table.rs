//! A list as CSV: one row for each item, the same columns in every answer.

use crate::{
    problem::{Code, Problem},
    wire::{CustomerRef, Money, PartnerRef, ProgramRef},
};
use axum::{
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};
use words::Invalid;

/// Rows of one answer.
pub(crate) const ROWS_MAX: usize = 10_000;
/// What tells Excel that a table is UTF-8; without it umlauts are read as something else.
pub(crate) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// What makes a spreadsheet take a text for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
const CURRENCY: &str = "currency";

/// Whether a table is wanted: `format` says so, or else the header.
pub(crate) fn is_table(format: Option<&str>, headers: &HeaderMap) -> Result<bool, Invalid> {
    match format {
        Some("csv") => Ok(true),
        Some("json") => Ok(false),
        Some(_) => Err(Invalid::new("format", "json or csv")),
        None => {
            let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
            Ok(accepted.into_iter().any(|text| text.contains("text/csv")))
        }
    }
}

/// Items of a page, or rows of a table.
pub(crate) fn read_limit(limit: Option<&str>, is_table: bool) -> Result<usize, Invalid> {
    if !is_table {
        return super::read_limit(limit);
    }
    let Some(text) = limit else { return Ok(ROWS_MAX) };
    let number = text.parse().ok().filter(|number| (1..=ROWS_MAX).contains(number));
    number.ok_or_else(|| Invalid::new("limit", format!("a number from 1 to {ROWS_MAX}")))
}

/// The same request for the page after.
pub(crate) fn page_at(uri: &Uri, cursor: &str) -> String {
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let kept = pairs.filter(|(name, _)| name != "cursor");
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept).append_pair("cursor", cursor);
    format!("{}?{}", uri.path(), query.finish())
}

/// The names of a view's columns, in the order of its fields. A named thing has one for each of its fields, `partner_id` and
/// `partner_name`; where there is money, its currency has a column of its own.
pub(crate) fn columns<V: PartialSchema>() -> Vec<String> {
    let RefOr::T(Schema::Object(object)) = V::schema() else { return Vec::new() };
    let has_money = refers_to::<Money>(&object.properties);
    let mut names = Vec::new();
    for (name, schema) in &object.properties {
        match fields_of_named(schema) {
            Some(fields) => names.extend(fields.iter().map(|field| format!("{name}_{field}"))),
            None => names.push(name.clone()),
        }
    }
    if has_money {
        names.push(CURRENCY.to_owned());
    }
    names
}

fn refers_to<V: ToSchema>(schema: &impl Serialize) -> bool {
    let reference = format!("schemas/{}\"", V::name());
    serde_json::to_string(schema).is_ok_and(|text| text.contains(&reference))
}

/// The fields of a program, partner or customer that is shown by id and name. Several of them are one column.
fn fields_of_named(schema: &RefOr<Schema>) -> Option<&'static [&'static str]> {
    if matches!(schema, RefOr::T(Schema::Array(_))) {
        return None;
    }
    let is_named = refers_to::<ProgramRef>(schema) || refers_to::<PartnerRef>(schema);
    if refers_to::<CustomerRef>(schema) {
        return Some(&["id", "name", "external_id"]);
    }
    is_named.then_some(&["id", "name"])
}

/// The answer with these items; `next` is where the rest of them are.
pub(crate) fn answer<V: Serialize + PartialSchema>(
    name: &str,
    items: impl IntoIterator<Item = V>,
    next: Option<&str>,
) -> Result<Response, Problem> {
    let text = write(items).map_err(|fault| {
        tracing::error!(%fault, "a list could not be written as CSV");
        Problem::new(Code::Internal, "something went wrong on this side")
    })?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    headers.insert(header::CONTENT_TYPE, media_type);
    let file = format!("attachment; filename=\"{name}.csv\"");
    headers.extend(HeaderValue::try_from(file).map(|file| (header::CONTENT_DISPOSITION, file)));
    let next = next.map(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")));
    headers.extend(next.and_then(Result::ok).map(|next| (header::LINK, next)));
    Ok(response)
}

fn write<V: Serialize + PartialSchema>(items: impl IntoIterator<Item = V>) -> Result<Vec<u8>, csv::Error> {
    let columns = columns::<V>();
    let mut table = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    table.write_record(&columns)?;
    for item in items {
        let item = serde_json::to_value(item).map_err(std::io::Error::from)?;
        table.write_record(columns.iter().map(|name| match (item.get(name), name.as_str()) {
            (Some(value), _) => cell(value),
            (None, CURRENCY) => currency(&item).unwrap_or_default(),
            (None, name) => part_of_named(&item, name).map(cell).unwrap_or_default(),
        }))?;
    }
    table.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))
}

fn cell(value: &Value) -> String {
    if let Some((amount, _)) = money(value) {
        return amount.to_string();
    }
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(text.clone()),
        Value::Array(sentences) if sentences.iter().all(Value::is_string) => {
            let sentences: Vec<_> = sentences.iter().filter_map(Value::as_str).collect();
            guarded(sentences.join(" "))
        }
        other => other.to_string(),
    }
}

/// `partner_name` is the `name` of `partner`.
fn part_of_named<'a>(item: &'a Value, column: &str) -> Option<&'a Value> {
    let splits = column.match_indices('_').map(|(at, _)| (&column[..at], &column[at + 1..]));
    splits.filter_map(|(name, field)| item.get(name)?.as_object()?.get(field)).next()
}

/// Amount and currency; what merchants keep with a conversion are texts, and no money.
fn money(value: &Value) -> Option<(i64, &str)> {
    let object = value.as_object().filter(|object| object.len() == 2)?;
    Some((object.get("amount")?.as_i64()?, object.get(CURRENCY)?.as_str()?))
}

/// The currency of the row's money: all of it is in one.
fn currency(item: &Value) -> Option<String> {
    let (_, currency) = item.as_object()?.values().find_map(money)?;
    Some(currency.to_owned())
}

/// People write names that programs take for commands.
fn guarded(text: String) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}
