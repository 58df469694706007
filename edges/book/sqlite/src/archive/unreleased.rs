//! Archives of schema 29, the last before the first release. A line was an object of all columns, a body among them, and
//! names had British spelling.

mod facts;

use rusqlite::Connection;
use serde_json::{Map, Value};

pub(super) const SCHEMA: i64 = 29;

/// Tables of schema 29 that are made again from others.
const FOLLOWING: &[&str] = &["customer_people", "known_as", "decision_partners", "payments", "slugs"];
/// What merchants write keeps its spelling, names of fields included.
const WRITTEN_BY_PEOPLE: &[&str] = &["metadata"];
/// Fields with names that this program gives.
const NAMED_BY_US: &[&str] = &["kind", "action", "status", "reason"];
const SPELLINGS: &[(&str, &str)] = &[
    ("organisation", "organization"),
    ("enrolment", "enrollment"),
    ("colour", "color"),
    ("cancelled", "canceled"),
    ("cancelling", "canceling"),
];

pub(super) struct Unreleased;

impl Unreleased {
    pub(super) fn table(file: &str) -> Option<String> {
        (!FOLLOWING.contains(&file)).then(|| american(file))
    }

    /// The body of a noun's line in today's form.
    pub(super) fn body(line: &str) -> Result<String, String> {
        let mut row: Map<String, Value> = serde_json::from_str(line).map_err(|fault| fault.to_string())?;
        let Some(Value::Object(body)) = row.remove("body") else {
            return Err("expected an object as body".to_owned());
        };
        let text = Value::Object(lifted(body)).to_string();
        Ok(format!("{{\"v\":1,{}", text.strip_prefix('{').unwrap_or(&text)))
    }

    /// Writes the fact of a line in today's form.
    pub(super) fn restore_fact(conn: &Connection, line: &str) -> Result<(), String> {
        let row: Map<String, Value> = serde_json::from_str(line).map_err(|fault| fault.to_string())?;
        facts::restore(conn, lifted(row))
    }

    /// The columns of another line in today's form.
    pub(super) fn columns(line: &str) -> Result<String, String> {
        let row: Map<String, Value> = serde_json::from_str(line).map_err(|fault| fault.to_string())?;
        Ok(Value::Object(lifted(row)).to_string())
    }
}

fn lifted(fields: Map<String, Value>) -> Map<String, Value> {
    let lift = |(name, value): (String, Value)| {
        let value = match value {
            value if WRITTEN_BY_PEOPLE.contains(&name.as_str()) => value,
            Value::String(text) if NAMED_BY_US.contains(&name.as_str()) && is_name(&text) => {
                american(&text).into()
            }
            other => lifted_value(other),
        };
        (american(&name), value)
    };
    fields.into_iter().map(lift).collect()
}

fn lifted_value(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(lifted(fields)),
        Value::Array(items) => Value::Array(items.into_iter().map(lifted_value).collect()),
        other => other,
    }
}

/// Such as `order_cancelled` or `enrolment.approved`.
fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.'))
}

fn american(name: &str) -> String {
    SPELLINGS.iter().fold(name.to_owned(), |name, (british, american)| name.replace(british, american))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_get_their_american_spelling_and_what_people_wrote_keeps_its_own() {
        let body = json!({
            "enrolment": "enr_1",
            "status": "cancelled",
            "reason": "They cancelled the order",
            "name": "cancelled",
            "shares": [{ "enrolment": "enr_1" }],
            "metadata": { "enrolment": "2026", "colour": "grey" },
        });
        let line = json!({ "id": "bat_1", "enrolment": "enr_1", "body": body }).to_string();
        let lifted: Value = serde_json::from_str(&Unreleased::body(&line).unwrap()).unwrap();
        let expected = json!({
            "v": 1,
            "enrollment": "enr_1",
            "status": "canceled",
            "reason": "They cancelled the order",
            "name": "cancelled",
            "shares": [{ "enrollment": "enr_1" }],
            "metadata": { "enrolment": "2026", "colour": "grey" },
        });
        assert_eq!(lifted, expected);

        let fact = json!({ "number": 7, "kind": "enrolment.approved", "body": { "enrolment": "enr_1" } });
        let lifted: Value = serde_json::from_str(&Unreleased::columns(&fact.to_string()).unwrap()).unwrap();
        let expected =
            json!({ "number": 7, "kind": "enrollment.approved", "body": { "enrollment": "enr_1" } });
        assert_eq!(lifted, expected);
        assert_eq!(Unreleased::table("enrolments").as_deref(), Some("enrollments"));
    }
}
