//! Heavy dependencies live in one place each, so that the rest of the workspace builds without them.

use super::Problem;
use super::workspace::Workspace;

struct Heavy {
    package: &'static str,
    /// The only folders whose packages may name it.
    folders: &'static [&'static str],
}

const HEAVY: &[Heavy] = &[
    Heavy { package: "rusqlite", folders: &["edges/book/sqlite"] },
    Heavy { package: "libsqlite3-sys", folders: &["edges/book/sqlite"] },
    Heavy { package: "axum", folders: &["edges/api"] },
    Heavy { package: "utoipa", folders: &["edges/api"] },
    Heavy { package: "utoipa-axum", folders: &["edges/api"] },
    Heavy { package: "rust-embed", folders: &["edges/dashboard"] },
    Heavy { package: "lettre", folders: &["edges/courier"] },
    Heavy { package: "clap", folders: &["honeyguide"] },
    Heavy { package: "indicatif", folders: &["honeyguide"] },
    Heavy { package: "tracing-subscriber", folders: &["honeyguide"] },
    Heavy { package: "metrics-exporter-prometheus", folders: &["honeyguide"] },
    Heavy { package: "hyper", folders: &["honeyguide"] },
    Heavy { package: "hyper-util", folders: &["honeyguide"] },
    Heavy { package: "argon2", folders: &["honeyguide"] },
    Heavy { package: "chacha20poly1305", folders: &["honeyguide"] },
    Heavy { package: "tar", folders: &["honeyguide"] },
    Heavy { package: "governor", folders: &["edges/api"] },
    Heavy { package: "pdf-writer", folders: &["edges/paper"] },
    Heavy { package: "rustybuzz", folders: &["edges/paper"] },
    Heavy { package: "subsetter", folders: &["edges/paper"] },
    Heavy { package: "unicode-bidi", folders: &["edges/paper"] },
    Heavy { package: "quick-xml", folders: &["edges/rails", "engine"] },
    Heavy { package: "jiff", folders: &["flow/7-report", "flow/words", "honeyguide"] },
    Heavy { package: "regex", folders: &["flow/1-click"] },
    Heavy { package: "woothee", folders: &["flow/1-click"] },
    Heavy { package: "deunicode", folders: &["edges/rails", "flow/2-referral"] },
    Heavy { package: "icu_normalizer", folders: &["flow/0-program", "flow/2-referral"] },
    Heavy { package: "iban_validate", folders: &["flow/6-payout"] },
    Heavy { package: "iso_currency", folders: &["flow/words"] },
    // Clients are for tests alone.
    Heavy { package: "reqwest", folders: &[] },
];

/// These are never part of what ships and may compare us with anything.
const EXEMPT_FOLDERS: &[&str] = &["tests", "bench"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Problem> {
    let mut problems = Vec::new();
    for member in workspace.members.iter().filter(|member| !EXEMPT_FOLDERS.contains(&member.folder.as_str()))
    {
        for named in &member.dependencies {
            let heavy = HEAVY.iter().find(|heavy| heavy.package == named.package);
            let Some(heavy) = heavy.filter(|heavy| !heavy.folders.contains(&member.folder.as_str())) else {
                continue;
            };
            let wrong = format!("{} names the heavy dependency {}", member.package, named.package);
            let home = if heavy.folders.is_empty() { "tests".to_owned() } else { heavy.folders.join(", ") };
            let remedy = format!("it lives in {home} only; put a port between");
            problems.push(Problem::new(&member.manifest(), named.line, wrong, remedy));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::workspace::{Dependency, Kind, Member};
    use super::*;

    #[test]
    fn a_heavy_dependency_outside_its_edge_is_found() {
        let naming_rusqlite = |folder: &str| Member {
            folder: folder.to_owned(),
            package: folder.to_owned(),
            dependencies: vec![Dependency { package: "rusqlite".to_owned(), kind: Kind::Dev, line: 3 }],
        };
        let members = ["edges/api", "edges/book/sqlite", "bench"].map(naming_rusqlite).into_iter().collect();
        let found = check(&Workspace { members });
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().starts_with("edges/api/Cargo.toml:3: "));
    }
}
