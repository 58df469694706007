//! Problems that the description documents and no test sees: they may be wrong. The list of them only shrinks.

use serde_json::Value;
use std::{collections::BTreeSet, path::Path, process::ExitCode};

const DESCRIPTION: &str = "docs/openapi.json";
const UNSEEN: &str = "xtask/unseen-problems.txt";

/// Problems that follow from how an operation is called, whatever it does: the API documents them by the operation's form.
const BY_FORM: [&str; 15] = [
    "body_too_large",
    "busy",
    "cross_site",
    "idempotency_key_reused",
    "internal",
    "key_missing",
    "key_not_allowed",
    "key_over",
    "key_unknown",
    "malformed_body",
    "malformed_query",
    "seat_unclear",
    "session_over",
    "too_many_requests",
    "unsupported_media_type",
];

/// Compares the documented problems with those that tests wrote to the file `seen`. Fails where one is new that no test
/// saw, and where the list names one that was seen or is no longer documented. Without a list it is written.
pub(crate) fn run(root: &Path, seen: &Path) -> ExitCode {
    match compare(root, seen) {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn compare(root: &Path, seen: &Path) -> Result<(), String> {
    let read =
        |path: &Path| std::fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()));
    let described: Value =
        serde_json::from_str(&read(&root.join(DESCRIPTION))?).map_err(|fault| fault.to_string())?;
    let seen = read(seen)?;
    let unseen = unseen(&described, &seen.lines().collect());

    let list = root.join(UNSEEN);
    if !list.exists() {
        let lines: String = unseen.iter().map(|line| format!("{line}\n")).collect();
        return std::fs::write(&list, lines).map_err(|fault| format!("{UNSEEN}: {fault}"));
    }
    let known = read(&list)?;
    let known: BTreeSet<_> = known.lines().map(str::to_owned).collect();
    let told = told(&known, &unseen);
    if told.is_empty() { Ok(()) } else { Err(told.join("\n")) }
}

/// `operation status code` of each documented problem that was not seen, without those that follow from the form.
fn unseen(described: &Value, seen: &BTreeSet<&str>) -> BTreeSet<String> {
    let items = described["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    let operations = items.flat_map(|item| item.as_object().into_iter().flat_map(|item| item.values()));
    let problems = operations.flat_map(|operation| {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let responses = operation["responses"].as_object().into_iter().flatten();
        responses.flat_map(move |(status, response)| {
            let codes = response["x-problem-codes"].as_array().into_iter().flatten();
            codes.filter_map(Value::as_str).map(move |code| (format!("{id} {status} {code}"), code))
        })
    });
    let own = problems.filter(|(_, code)| !BY_FORM.contains(code)).map(|(line, _)| line);
    own.filter(|line| !seen.contains(line.as_str())).collect()
}

fn told(known: &BTreeSet<String>, unseen: &BTreeSet<String>) -> Vec<String> {
    let new = unseen.difference(known).map(|line| {
        format!(
            "{line}: documented, and no test sees it. Test it, or take it out of the operation's responses"
        )
    });
    let gone = known.difference(unseen).map(|line| {
        format!("{line}: a test sees it, or it is no longer documented. Take the line out of {UNSEEN}")
    });
    new.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_documented_problem_is_seen_or_listed() {
        let described = json!({ "paths": { "/v1/links/{id}": { "get": {
            "operationId": "get_link",
            "responses": {
                "200": {},
                "404": { "x-problem-codes": ["not_found"] },
                "409": { "x-problem-codes": ["taken"] },
                "503": { "x-problem-codes": ["busy"] },
            },
        } } } });
        let left = unseen(&described, &BTreeSet::from(["get_link 404 not_found"]));
        assert_eq!(left, BTreeSet::from(["get_link 409 taken".to_owned()]));

        assert!(told(&left, &left).is_empty());
        assert!(told(&BTreeSet::new(), &left)[0].contains("no test sees it"));
        assert!(told(&left, &BTreeSet::new())[0].contains("Take the line out"));
    }
}
