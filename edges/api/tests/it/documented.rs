//! Holds the description to what is answered: an operation documents each problem that a test is answered by it. What tests
//! saw is written down for `cargo xtask problems`, which looks for documented problems that no test saw.

use axum::http::{Method, Uri};
use serde_json::Value;
use std::{collections::BTreeSet, fs::OpenOptions, io::Write, path::Path, sync::LazyLock};

/// The file to which problems that tests saw are appended, `operation status code` each.
const SEEN: &str = "HONEYGUIDE_PROBLEMS_SEEN";

struct Operation {
    id: String,
    method: String,
    path: Vec<String>,
    /// `status code`.
    problems: BTreeSet<String>,
}

impl Operation {
    fn of(path: &str, method: &str, described: &Value) -> Option<Self> {
        let problems = described["responses"].as_object()?.iter().flat_map(|(status, response)| {
            let codes = response["x-problem-codes"].as_array().into_iter().flatten();
            codes.filter_map(Value::as_str).map(move |code| format!("{status} {code}"))
        });
        Some(Self {
            id: described["operationId"].as_str()?.to_owned(),
            method: method.to_uppercase(),
            path: path.split('/').map(str::to_owned).collect(),
            problems: problems.collect(),
        })
    }

    /// How many parts of the path it names, where it is one for this request.
    fn fits(&self, method: &str, path: &[&str]) -> Option<usize> {
        let is_open = |part: &str| part.starts_with('{');
        let same = |(own, asked): (&String, &&str)| own == asked || is_open(own) && !asked.is_empty();
        let is_it =
            self.method == method && self.path.len() == path.len() && self.path.iter().zip(path).all(same);
        is_it.then(|| self.path.iter().filter(|part| !is_open(part)).count())
    }
}

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let described: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().iter();
        methods.filter_map(|(method, operation)| Operation::of(path, method, operation)).collect::<Vec<_>>()
    };
    described["paths"].as_object().unwrap().iter().flat_map(of_path).collect()
});

/// Fails if the operation that answered does not document the problem. What leads to no operation documents none.
#[track_caller]
pub(crate) fn check(method: &Method, uri: &Uri, status: u16, code: &str) {
    let path: Vec<_> = uri.path().split('/').collect();
    let fitting = OPERATIONS.iter().filter_map(|it| Some((it.fits(method.as_str(), &path)?, it)));
    let Some((_, operation)) = fitting.max_by_key(|(named, _)| *named) else { return };
    let problem = format!("{status} {code}");
    assert!(
        operation.problems.contains(&problem),
        "{} answers {problem}, which its description does not document",
        operation.id
    );
    if let Some(file) = std::env::var_os(SEEN) {
        let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
        file.write_all(format!("{} {problem}\n", operation.id).as_bytes()).unwrap();
    }
}
