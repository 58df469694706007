//! Every file opens with a sentence that says what it is for.

use super::Problem;
use super::source::Source;

/// Folders under a `tests` folder whose files are read by tests, not written by us.
const TEST_DATA_FOLDERS: &[&str] = &["data", "fixtures", "golden"];

pub(crate) fn check(sources: &[Source]) -> Vec<Problem> {
    sources
        .iter()
        .filter(|source| !is_test_data(&source.path) && !has_purpose(&source.text))
        .map(problem)
        .collect()
}

fn problem(source: &Source) -> Problem {
    Problem::new(&source.path, 1, "the file does not say what it is for", "open it with a `//!` sentence")
}

fn has_purpose(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("//!").is_some_and(|purpose| !purpose.trim().is_empty())
}

fn is_test_data(path: &str) -> bool {
    let mut folders = path.split('/');
    folders.any(|folder| folder == "tests") && folders.any(|folder| TEST_DATA_FOLDERS.contains(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_purpose_is_found() {
        let sources = [
            Source::new("engine/src/lib.rs", "//! The verbs.\n\nmod ports;\n"),
            Source::new("engine/src/ports.rs", "use std::sync::Arc;\n"),
            Source::new("engine/src/empty.rs", "//!\n"),
            Source::new("edges/api/tests/fixtures/snippet.rs", "fn snippet() {}\n"),
        ];
        let paths: Vec<_> = check(&sources).into_iter().map(|problem| problem.path).collect();
        assert_eq!(paths, ["engine/src/ports.rs", "engine/src/empty.rs"]);
    }
}
