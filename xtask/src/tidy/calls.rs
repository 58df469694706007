//! Words that may not stand in the code: what would make flow and engine impure, and what was left unfinished.
//!
//! `clippy.toml` bans calls by their full path wherever they are made. This bans whole topics in whole folders, so that
//! nobody has to guess which function of `std::fs` was forgotten there. Tests are left alone.

use super::Problem;
use super::source::{Source, is_name_sign};

struct Banned {
    word: &'static str,
    /// Where a path must begin for the ban to hold.
    folders: &'static [&'static str],
    remedy: &'static str,
}

const EVERYWHERE: &[&str] = &[""];
const FLOW: &[&str] = &["flow/"];
const FLOW_AND_ENGINE: &[&str] = &["flow/", "engine/src/"];

const EDGES: &[&str] = &["edges/"];

const CLOCK: &str = "take the instant as an argument; a deed asks engine::ports::Clock";
const CHANCE: &str = "take the random bytes as an argument; a deed asks the rng in engine::ports";
const WORLD: &str = "that belongs to an edge, behind a port in engine/src/ports";
const ASYNC: &str = "flow decides, and deciding waits for nothing: let the deed in engine do the waiting";
const FINISH: &str = "write it, or let the type say that it cannot happen";

const CODE: &[Banned] = &[
    Banned { word: "SystemTime", folders: FLOW_AND_ENGINE, remedy: CLOCK },
    Banned { word: "Instant::now", folders: FLOW_AND_ENGINE, remedy: CLOCK },
    Banned { word: "Timestamp::now", folders: FLOW_AND_ENGINE, remedy: CLOCK },
    Banned { word: "Zoned::now", folders: FLOW_AND_ENGINE, remedy: CLOCK },
    Banned { word: "rand::", folders: FLOW_AND_ENGINE, remedy: CHANCE },
    Banned { word: "Uuid::new_v4", folders: FLOW_AND_ENGINE, remedy: CHANCE },
    Banned { word: "Uuid::now_v7", folders: FLOW_AND_ENGINE, remedy: CHANCE },
    Banned { word: "std::fs", folders: FLOW_AND_ENGINE, remedy: WORLD },
    Banned { word: "std::env", folders: FLOW_AND_ENGINE, remedy: WORLD },
    Banned { word: "std::process", folders: FLOW_AND_ENGINE, remedy: WORLD },
    Banned {
        word: "std::net",
        folders: FLOW_AND_ENGINE,
        remedy: "sockets belong to an edge; an address alone is core::net::IpAddr",
    },
    Banned { word: "tokio", folders: FLOW, remedy: ASYNC },
    Banned { word: "async", folders: FLOW, remedy: ASYNC },
    Banned { word: "await", folders: FLOW, remedy: ASYNC },
    Banned {
        word: "Operator",
        folders: EDGES,
        remedy: "an edge acts for whoever asks: take the permit that their key or role gives",
    },
    Banned { word: "todo!", folders: EVERYWHERE, remedy: FINISH },
    Banned { word: "unimplemented!", folders: EVERYWHERE, remedy: FINISH },
    Banned { word: "dbg!", folders: EVERYWHERE, remedy: "use tracing, or take it out" },
];

const COMMENTS: &[Banned] = &[
    Banned { word: "TODO", folders: EVERYWHERE, remedy: "do it, or file an issue" },
    Banned { word: "FIXME", folders: EVERYWHERE, remedy: "fix it, or file an issue" },
];

pub(crate) fn check(sources: &[Source]) -> Vec<Problem> {
    sources.iter().flat_map(check_source).collect()
}

fn check_source(source: &Source) -> Vec<Problem> {
    let mut problems = check_text(source, &source.code, CODE);
    problems.extend(check_text(source, &source.comments, COMMENTS));
    for (line, path) in grouped_std_paths(&source.code) {
        let banned = CODE.iter().find(|banned| banned.word == path && applies(banned, source));
        problems.extend(banned.map(|banned| problem(source, line, banned)));
    }
    problems.retain(|problem| !source.is_test(problem.line));
    problems
}

fn check_text(source: &Source, text: &str, table: &[Banned]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for banned in table.iter().filter(|banned| applies(banned, source)) {
        let lines = text.lines().enumerate().filter(|(_, line)| has_word(line, banned.word));
        problems.extend(lines.map(|(index, _)| problem(source, index + 1, banned)));
    }
    problems
}

fn applies(banned: &Banned, source: &Source) -> bool {
    banned.folders.iter().any(|folder| source.path.starts_with(folder))
}

fn problem(source: &Source, line: usize, banned: &Banned) -> Problem {
    Problem::new(&source.path, line, format!("`{}` may not stand here", banned.word), banned.remedy)
}

/// Whether the line holds the word, neither preceded nor followed by more of a name.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let word_ends_in_name = word.ends_with(is_name_sign);
        !(before.is_some_and(is_name_sign) || word_ends_in_name && after.is_some_and(is_name_sign))
    })
}

/// What `use std::{fs, net::IpAddr};` brings in, as `std::fs` and `std::net`, each with its line.
fn grouped_std_paths(code: &str) -> Vec<(usize, String)> {
    let mut paths = Vec::new();
    for (at, opening) in code.match_indices("std::{") {
        let mut line = 1 + code[..at].matches('\n').count();
        let mut depth = 1_usize;
        let mut name = String::new();
        let mut reading = true;
        for sign in code[at + opening.len()..].chars() {
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                '\n' => line += 1,
                _ => {}
            }
            if reading && is_name_sign(sign) {
                name.push(sign);
            } else if !name.is_empty() {
                paths.push((line, format!("std::{}", std::mem::take(&mut name))));
                reading = false;
            }
            if sign == ',' && depth == 1 {
                reading = true;
            }
            if depth == 0 {
                break;
            }
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&[Source::new(path, text)]).into_iter().map(|problem| problem.line).collect()
    }

    #[test]
    fn flow_and_engine_touch_no_world() {
        let text = "//! Why.\nuse std::fs::File;\nlet now = Instant::now();\nlet n = rand::random();\n";
        assert_eq!(lines("flow/1-click/src/lib.rs", text), [3, 4, 2]);
        assert_eq!(lines("engine/src/lib.rs", text).len(), 3);
        assert!(lines("edges/api/src/lib.rs", text).is_empty());
    }

    #[test]
    fn engine_may_wait_and_flow_may_not() {
        let text = "async fn load() {\n    tokio::task::yield_now().await\n}\n";
        assert!(lines("engine/src/lib.rs", text).is_empty());
        assert_eq!(lines("flow/1-click/src/lib.rs", text), [2, 1, 2]);
    }

    #[test]
    fn grouped_imports_do_not_hide_anything() {
        let text = "use std::{\n    collections::{BTreeMap, fs},\n    fs,\n    net::IpAddr,\n};\n";
        assert_eq!(lines("flow/1-click/src/lib.rs", text), [3, 4]);
    }

    #[test]
    fn words_are_whole_and_comments_and_tests_are_left_alone() {
        let text = "// std::fs is banned\nlet a = brand::new(\"SystemTime\");\n\n#[cfg(test)]\nmod tests {\n    use \
                    std::fs;\n}\n";
        assert!(lines("flow/1-click/src/lib.rs", text).is_empty());
    }

    #[test]
    fn nothing_is_left_unfinished() {
        let text = "fn a() {\n    todo!()\n}\n// TODO: later\nfn b() { dbg!(1); }\n";
        assert_eq!(lines("edges/api/src/lib.rs", text), [2, 5, 4]);
        assert!(lines("edges/api/tests/it/main.rs", text).is_empty());
    }
}
