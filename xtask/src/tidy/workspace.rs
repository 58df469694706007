//! The workspace as its manifests tell it: which packages there are, where they live and whom they name.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

use super::Problem;

pub(crate) struct Workspace {
    pub(crate) members: Vec<Member>,
}

/// One package of the workspace.
pub(crate) struct Member {
    /// Relative to the repository root, with forward slashes: `flow/1-click`.
    pub(crate) folder: String,
    pub(crate) package: String,
    pub(crate) dependencies: Vec<Dependency>,
}

impl Member {
    pub(crate) fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }
}

pub(crate) struct Dependency {
    /// The package's own name, not what this manifest calls it.
    pub(crate) package: String,
    pub(crate) kind: Kind,
    /// Where the manifest names it, counted from one.
    pub(crate) line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Needed by the package itself or by its build script.
    Normal,
    /// Needed by its tests only.
    Dev,
}

impl Workspace {
    /// Reads all manifests; what could not be read comes back as problems beside what could.
    pub(crate) fn read(root: &Path) -> Result<(Self, Vec<Problem>), Problem> {
        let (_, manifest) = read_manifest(root, "Cargo.toml")?;
        let workspace = table(&manifest, "workspace");
        let shared = workspace.map(shared_names).unwrap_or_default();
        let folders = workspace.and_then(|workspace| workspace.get("members")).and_then(Value::as_array);
        let mut members = Vec::new();
        let mut problems = Vec::new();
        for folder in folders.into_iter().flatten().filter_map(Value::as_str) {
            if folder.contains('*') {
                let remedy = "write each folder out, so that the list can be read";
                problems.push(Problem::new(
                    "Cargo.toml",
                    1,
                    format!("member `{folder}` is a pattern"),
                    remedy,
                ));
                continue;
            }
            match read_manifest(root, &format!("{folder}/Cargo.toml")) {
                Ok((text, manifest)) => members.push(member(folder, &text, &manifest, &shared)),
                Err(problem) => problems.push(problem),
            }
        }
        Ok((Self { members }, problems))
    }
}

fn read_manifest(root: &Path, path: &str) -> Result<(String, Table), Problem> {
    let text = std::fs::read_to_string(root.join(path)).map_err(|error| {
        Problem::new(path, 1, format!("cannot be read ({error})"), "add it or take it off the members")
    })?;
    let manifest = text
        .parse::<Table>()
        .map_err(|error| Problem::new(path, 1, format!("is not TOML ({})", error.message()), "correct it"))?;
    Ok((text, manifest))
}

/// What each key of `[workspace.dependencies]` really is called.
fn shared_names(workspace: &Table) -> BTreeMap<String, String> {
    let dependencies = table(workspace, "dependencies");
    dependencies.into_iter().flatten().map(|(key, value)| (key.clone(), own_name(key, value))).collect()
}

fn own_name(key: &str, value: &Value) -> String {
    value.get("package").and_then(Value::as_str).unwrap_or(key).to_owned()
}

fn member(folder: &str, text: &str, manifest: &Table, shared: &BTreeMap<String, String>) -> Member {
    let package = table(manifest, "package").and_then(|package| package.get("name")).and_then(Value::as_str);
    let mut dependencies = named_in(manifest, text, shared);
    for target in table(manifest, "target").into_iter().flatten().filter_map(|(_, target)| target.as_table())
    {
        dependencies.extend(named_in(target, text, shared));
    }
    Member { folder: folder.to_owned(), package: package.unwrap_or_default().to_owned(), dependencies }
}

fn named_in(owner: &Table, text: &str, shared: &BTreeMap<String, String>) -> Vec<Dependency> {
    let sections = [
        ("dependencies", Kind::Normal),
        ("build-dependencies", Kind::Normal),
        ("dev-dependencies", Kind::Dev),
    ];
    let mut dependencies = Vec::new();
    for (section, kind) in sections {
        for (key, value) in table(owner, section).into_iter().flatten() {
            let inherits = value.get("workspace").and_then(Value::as_bool) == Some(true);
            let package = match shared.get(key) {
                Some(name) if inherits => name.clone(),
                _ => own_name(key, value),
            };
            dependencies.push(Dependency { package, kind, line: line_of(text, section, key) });
        }
    }
    dependencies
}

/// The line on which `key` stands in `[section]` (or in a section whose name ends so), else the first line.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let mut inside = false;
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let dotted = header.rsplit_once('.');
            if dotted.is_some_and(|(owner, last)| last == key && owner.ends_with(section)) {
                return index + 1;
            }
            inside = header == section || header.ends_with(&format!(".{section}"));
        }
        let name = line.split([' ', '=', '.']).next().unwrap_or_default();
        if inside && name.trim_matches('"') == key {
            return index + 1;
        }
    }
    1
}

fn table<'a>(owner: &'a Table, key: &str) -> Option<&'a Table> {
    owner.get(key).and_then(Value::as_table)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"
[package]
name = "honeyguide-click"

[dependencies]
words.workspace = true
sums = { package = "honeyguide-words", path = "../words" }

[dev-dependencies]
testkit = { workspace = true }

[target.'cfg(unix)'.dependencies.libc]
version = "1"
"#;

    #[test]
    fn dependencies_are_known_by_their_own_names_and_lines() {
        let shared = BTreeMap::from([
            ("words".to_owned(), "honeyguide-words".to_owned()),
            ("testkit".to_owned(), "honeyguide-testkit".to_owned()),
        ]);
        let manifest = MANIFEST.parse().unwrap();
        let click = member("flow/1-click", MANIFEST, &manifest, &shared);
        let seen: Vec<_> =
            click.dependencies.iter().map(|named| (named.package.as_str(), named.kind, named.line)).collect();
        assert_eq!(click.package, "honeyguide-click");
        assert_eq!(
            seen,
            [
                ("honeyguide-words", Kind::Normal, 7),
                ("honeyguide-words", Kind::Normal, 6),
                ("honeyguide-testkit", Kind::Dev, 10),
                ("libc", Kind::Normal, 12),
            ]
        );
    }
}
