//! The house rules that neither the compiler nor clippy can hold, as checks that fail.
//!
//! Each check reads manifests or source text and returns problems; nothing is ever changed. A problem says where it is,
//! what is wrong and what to do about it.

mod arrows;
mod calls;
mod heavy;
mod map;
mod numbered;
mod purpose;
mod sizes;
pub(crate) mod source;
pub(crate) mod surface;
mod workspace;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use source::Source;
use workspace::Workspace;

/// One thing that is not as the house wants it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    path: String,
    /// Counted from one.
    line: usize,
    wrong: String,
    remedy: String,
}

impl Problem {
    pub(crate) fn new(path: &str, line: usize, wrong: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, wrong: wrong.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}; {}", self.path, self.line, self.wrong, self.remedy)
    }
}

/// Runs every check and prints what it found.
pub(crate) fn run(root: &Path) -> ExitCode {
    let (workspace, mut problems) = match Workspace::read(root) {
        Ok(read) => read,
        Err(problem) => {
            println!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let sources = match source::read_all(root) {
        Ok(sources) => sources,
        Err(error) => {
            println!("cannot read the sources: {error}");
            return ExitCode::FAILURE;
        }
    };
    problems.extend(check(root, &workspace, &sources));
    problems.sort();
    problems.dedup();
    for problem in &problems {
        println!("{problem}");
    }
    if problems.is_empty() {
        println!("tidy: {} packages and {} files in order", workspace.members.len(), sources.len());
        ExitCode::SUCCESS
    } else {
        println!("tidy: {} to put right", problems.len());
        ExitCode::FAILURE
    }
}

fn check(root: &Path, workspace: &Workspace, sources: &[Source]) -> Vec<Problem> {
    let mut problems = arrows::check(workspace);
    problems.extend(heavy::check(workspace));
    problems.extend(calls::check(sources));
    problems.extend(sizes::check(root, sources));
    problems.extend(surface::check(sources));
    problems.extend(purpose::check(sources));
    problems.extend(map::check(root, workspace));
    problems.extend(numbered::check_migrations(root));
    problems.extend(numbered::check_decisions(root));
    problems
}
