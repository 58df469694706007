//! Files of at most 500 lines, functions of at most 70.
//!
//! What is larger today stands in `xtask/ratchet.toml` with its size. It may shrink but never grow, so that the past can
//! wait and nothing new joins it.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

use super::Problem;
use super::source::Source;

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;
const RATCHET: &str = "xtask/ratchet.toml";
/// An exception that is more than a tenth larger than the thing itself must be lowered.
const SLACK_DIVISOR: usize = 10;

/// A file or a function and how long it is.
struct Measured {
    path: String,
    line: usize,
    what: String,
    line_count: usize,
}

/// How long each thing may be today, by its key in the ratchet file.
type Exceptions = BTreeMap<String, usize>;

pub(crate) fn check(root: &Path, sources: &[Source]) -> Vec<Problem> {
    let ratchet = match read_ratchet(root) {
        Ok(ratchet) => ratchet,
        Err(problem) => return vec![problem],
    };
    let mut problems = compare(&files(sources), FILE_LINES_MAX, &exceptions(&ratchet, "files"));
    problems.extend(compare(&functions(sources), FUNCTION_LINES_MAX, &exceptions(&ratchet, "functions")));
    problems
}

fn read_ratchet(root: &Path) -> Result<Table, Problem> {
    let text = std::fs::read_to_string(root.join(RATCHET))
        .map_err(|error| Problem::new(RATCHET, 1, format!("cannot be read ({error})"), "put it back"))?;
    text.parse().map_err(|_| Problem::new(RATCHET, 1, "is not TOML", "correct it"))
}

fn exceptions(ratchet: &Table, section: &str) -> Exceptions {
    let entries = ratchet.get(section).and_then(Value::as_table);
    let size = |value: &Value| value.as_integer().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
    entries.into_iter().flatten().map(|(key, value)| (key.clone(), size(value))).collect()
}

fn files(sources: &[Source]) -> BTreeMap<String, Measured> {
    let measure = |source: &Source| Measured {
        path: source.path.clone(),
        line: 1,
        what: "the file".to_owned(),
        line_count: source.text.lines().count(),
    };
    sources.iter().map(|source| (source.path.clone(), measure(source))).collect()
}

/// Where functions of one file share a name, the longest stands for them all.
fn functions(sources: &[Source]) -> BTreeMap<String, Measured> {
    let mut longest: BTreeMap<String, Measured> = BTreeMap::new();
    for source in sources {
        for function in source.functions().into_iter().filter(|function| !source.is_test(function.line)) {
            let key = format!("{}::{}", source.path, function.name);
            if longest.get(&key).is_some_and(|known| known.line_count >= function.line_count) {
                continue;
            }
            let what = format!("the function `{}`", function.name);
            let measured = Measured {
                path: source.path.clone(),
                line: function.line,
                what,
                line_count: function.line_count,
            };
            longest.insert(key, measured);
        }
    }
    longest
}

fn compare(things: &BTreeMap<String, Measured>, lines_max: usize, exceptions: &Exceptions) -> Vec<Problem> {
    let judged =
        |(key, thing): (&String, &Measured)| judge(key, thing, lines_max, exceptions.get(key).copied());
    let mut problems: Vec<Problem> = things.iter().filter_map(judged).collect();
    for key in exceptions.keys().filter(|key| !things.contains_key(*key)) {
        problems.push(Problem::new(RATCHET, 1, format!("`{key}` is gone"), "take its line out"));
    }
    problems
}

fn judge(key: &str, thing: &Measured, lines_max: usize, exception: Option<usize>) -> Option<Problem> {
    let Measured { path, line, what, line_count } = thing;
    match exception {
        None if *line_count <= lines_max => None,
        None => {
            let wrong = format!("{what} has {line_count} lines of at most {lines_max}");
            Some(Problem::new(path, *line, wrong, "split it by what its parts are for"))
        }
        Some(_) if *line_count <= lines_max => {
            let wrong = format!("`{key}` has {line_count} lines and needs no exception");
            Some(Problem::new(RATCHET, 1, wrong, "take its line out"))
        }
        Some(allowed) if *line_count > allowed => {
            let wrong = format!("{what} grew from {allowed} to {line_count} lines");
            Some(Problem::new(path, *line, wrong, "move what came in to a place of its own"))
        }
        Some(allowed) if allowed - line_count > allowed / SLACK_DIVISOR => {
            let wrong = format!("`{key}` shrank from {allowed} to {line_count} lines");
            Some(Problem::new(RATCHET, 1, wrong, format!("lower its number to {line_count}")))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "engine/src/record_sale.rs";

    fn found(line_count: usize, exception: Option<usize>) -> Option<String> {
        let body = "    step();\n".repeat(line_count - 2);
        let source = Source::new(PATH, &format!("fn record_sale() {{\n{body}}}\n"));
        let exceptions = exception.map(|size| (format!("{PATH}::record_sale"), size)).into_iter().collect();
        compare(&functions(&[source]), FUNCTION_LINES_MAX, &exceptions).first().map(Problem::to_string)
    }

    #[test]
    fn a_function_of_one_line_too_many_is_found() {
        assert_eq!(found(70, None), None);
        let line = found(71, None).unwrap();
        assert!(
            line.starts_with("engine/src/record_sale.rs:1: the function `record_sale` has 71 lines"),
            "{line}"
        );
    }

    #[test]
    fn an_exception_may_shrink_but_not_grow() {
        assert_eq!(found(100, Some(100)), None);
        assert_eq!(found(90, Some(100)), None);
        assert!(found(101, Some(100)).unwrap().contains("grew from 100 to 101"));
        assert!(found(89, Some(100)).unwrap().contains("lower its number to 89"));
        assert!(found(70, Some(100)).unwrap().contains("needs no exception"));
    }

    #[test]
    fn an_exception_for_nothing_is_found() {
        let exceptions = BTreeMap::from([("engine/src/gone.rs".to_owned(), 600)]);
        assert_eq!(compare(&files(&[]), FILE_LINES_MAX, &exceptions).len(), 1);
    }

    #[test]
    fn tests_may_be_long() {
        let body = "    step();\n".repeat(100);
        let source = Source::new("tests/it/crash.rs", &format!("fn story() {{\n{body}}}\n"));
        assert!(functions(&[source]).is_empty());
    }
}
