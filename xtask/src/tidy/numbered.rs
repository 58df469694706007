//! Files that are numbered without gaps: migrations, which only move forward, and decision records.

use std::path::Path;

use super::Problem;

const BOOKS: &str = "edges/book";
/// Numbers of earlier migrations stand in files from before the first release (ADR 22).
const MIGRATIONS_FROM: u32 = 30;
const DECISIONS: &str = "docs/adr";
const INDEX: &str = "docs/adr/README.md";

/// `edges/book/*/migrations/NNNN_name.sql`.
pub(crate) fn check_migrations(root: &Path) -> Vec<Problem> {
    let mut problems = Vec::new();
    for book in names_in(&root.join(BOOKS)) {
        let folder = format!("{BOOKS}/{book}/migrations");
        problems.extend(check_numbers(
            &folder,
            &names_in(&root.join(&folder)),
            (MIGRATIONS_FROM, "_", ".sql"),
        ));
    }
    problems
}

/// `docs/adr/NNNN-title.md`, each one listed in the README beside them.
pub(crate) fn check_decisions(root: &Path) -> Vec<Problem> {
    let mut names = names_in(&root.join(DECISIONS));
    names.retain(|name| name != "README.md");
    let index = std::fs::read_to_string(root.join(INDEX)).unwrap_or_default();
    let mut problems = check_numbers(DECISIONS, &names, (1, "-", ".md"));
    problems.extend(check_index(&names, &index));
    problems
}

fn check_index(names: &[String], index: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in names.iter().filter(|name| !index.contains(&format!("]({name})"))) {
        problems.push(Problem::new(INDEX, 1, format!("does not list {name}"), "add a line that links to it"));
    }
    for (number, line) in index.lines().enumerate() {
        let linked = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let is_decision = |target: &&str| target.starts_with(|sign: char| sign.is_ascii_digit());
        for target in linked.filter(is_decision).filter(|target| !names.iter().any(|name| name == target)) {
            let wrong = format!("lists {target}, which is not there");
            problems.push(Problem::new(INDEX, number + 1, wrong, "correct the link"));
        }
    }
    problems
}

/// The names must be `NNNN`, the separator, a title and the ending, and count up from the first number.
fn check_numbers(
    folder: &str,
    names: &[String],
    (first, separator, ending): (u32, &str, &str),
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut expected = first;
    for name in names {
        let path = format!("{folder}/{name}");
        let Some(number) = number_of(name, separator, ending) else {
            let remedy = format!("call it NNNN{separator}name{ending}, in lower case");
            problems.push(Problem::new(&path, 1, "the file name has another form", remedy));
            continue;
        };
        if number != expected {
            let remedy = format!(
                "count up by one from {first:04}, each number once; never renumber what was published"
            );
            problems.push(Problem::new(&path, 1, format!("{expected:04} was expected here"), remedy));
        }
        expected = number + 1;
    }
    problems
}

fn number_of(name: &str, separator: &str, ending: &str) -> Option<u32> {
    let (digits, title) = name.strip_suffix(ending)?.split_once(separator)?;
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_' || sign == '-';
    let well_formed = digits.len() == 4 && !title.is_empty() && title.chars().all(plain);
    well_formed.then(|| digits.parse().ok()).flatten()
}

/// What the folder holds, sorted; nothing when there is no such folder.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn gaps_and_doubles_and_odd_names_are_found() {
        let count = |names: &[&str]| check_numbers("migrations", &named(names), (1, "_", ".sql")).len();
        assert_eq!(count(&["0001_book.sql", "0002_jobs.sql"]), 0);
        assert_eq!(count(&["0001_book.sql", "0003_jobs.sql"]), 1);
        assert_eq!(count(&["0001_book.sql", "0001_jobs.sql"]), 1);
        assert_eq!(count(&["0002_book.sql"]), 1);
        assert_eq!(count(&["1_book.sql", "0001_Book.sql", "notes.txt"]), 3);
    }

    #[test]
    fn the_index_and_the_records_must_agree() {
        let names = named(&["0001-one-binary.md", "0002-two-timelines.md"]);
        let index = "1. [One binary](0001-one-binary.md)\n3. [Gone](0003-gone.md) and [the map](../map.md)\n";
        let found: Vec<String> = check_index(&names, index).iter().map(Problem::to_string).collect();
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("does not list 0002-two-timelines.md"), "{}", found[0]);
        assert!(found[1].starts_with("docs/adr/README.md:2: lists 0003-gone.md"), "{}", found[1]);
    }
}
