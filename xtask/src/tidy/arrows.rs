//! Who may name whom: honeyguide → edges → engine → flow, highest number first → words.
//!
//! The layer of a package follows from its folder, so a new stage or a new edge needs no entry here. Cargo already
//! refuses a cycle; this refuses a step that would make one possible.

use super::{
    Problem,
    workspace::{Dependency, Kind, Member, Workspace},
};
use std::collections::BTreeMap;

/// Where a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Words,
    /// The number that its folder carries.
    Stage(u32),
    /// Business events about all stages.
    Facts,
    Engine,
    Edge,
    Binary,
    Testkit,
    /// The golden tables, read for the tests of every stage.
    Golden,
    /// Whole-system tests and benchmarks: they look at everything and nothing looks at them.
    Outside,
    Xtask,
}

impl Layer {
    fn of(folder: &str) -> Option<Self> {
        if let Some(stage) = folder.strip_prefix("flow/").filter(|stage| !matches!(*stage, "words" | "facts"))
        {
            let (number, _) = stage.split_once('-')?;
            return number.parse().ok().map(Self::Stage);
        }
        match folder {
            "flow/words" => Some(Self::Words),
            "flow/facts" => Some(Self::Facts),
            "engine" => Some(Self::Engine),
            "honeyguide" => Some(Self::Binary),
            "testkit" => Some(Self::Testkit),
            "testkit/golden" => Some(Self::Golden),
            "tests" | "bench" => Some(Self::Outside),
            "xtask" => Some(Self::Xtask),
            _ => folder.starts_with("edges/").then_some(Self::Edge),
        }
    }

    fn may_name(self, other: Self, kind: Kind) -> bool {
        let is_for_tests = matches!(other, Self::Testkit | Self::Golden);
        if kind == Kind::Dev && is_for_tests && self != Self::Xtask {
            return true;
        }
        match self {
            Self::Words | Self::Xtask => false,
            Self::Stage(own) => match other {
                Self::Words => true,
                Self::Stage(lower) => lower < own,
                _ => false,
            },
            Self::Facts => other.is_stage(),
            Self::Golden => matches!(other, Self::Words | Self::Stage(_)),
            Self::Engine => other.is_flow(),
            Self::Edge | Self::Testkit => other.is_flow() || other == Self::Engine,
            Self::Binary => other.is_flow() || matches!(other, Self::Engine | Self::Edge),
            Self::Outside => true,
        }
    }

    fn is_stage(self) -> bool {
        matches!(self, Self::Words | Self::Stage(_))
    }

    fn is_flow(self) -> bool {
        self.is_stage() || self == Self::Facts
    }

    /// The rule in words, for whoever broke it.
    fn rule(self) -> String {
        let rule = match self {
            Self::Words => "words names no other package of the workspace",
            Self::Stage(number) => {
                return format!(
                    "stage {number} names lower stages and words only: move the code or pass the value in"
                );
            }
            Self::Facts => "facts names stages and words only",
            Self::Engine => {
                "engine names flow packages only: put a port in engine/src/ports and let an edge fill it"
            }
            Self::Edge => "an edge names engine and flow only: let the binary join two edges",
            Self::Binary => "the binary names edges, engine and flow; testkit is for tests",
            Self::Testkit => "testkit names engine and flow only",
            Self::Golden => "the golden tables name flow only, so that the tests of a stage build no engine",
            Self::Outside => "tests and bench may name anything",
            Self::Xtask => "xtask names no other package of the workspace",
        };
        rule.to_owned()
    }
}

pub(crate) fn check(workspace: &Workspace) -> Vec<Problem> {
    let folders: BTreeMap<&str, &str> =
        workspace.members.iter().map(|member| (member.package.as_str(), member.folder.as_str())).collect();
    let mut problems = Vec::new();
    for member in &workspace.members {
        problems.extend(check_name(member));
        let Some(layer) = Layer::of(&member.folder) else {
            let wrong = format!("the folder `{}` belongs to no layer", member.folder);
            let remedy =
                "move it under flow/ (N-noun) or edges/, or give it a layer in xtask/src/tidy/arrows.rs";
            problems.push(Problem::new(&member.manifest(), 1, wrong, remedy));
            continue;
        };
        let broken = |named: &&Dependency| {
            let other = folders.get(named.package.as_str()).and_then(|folder| Layer::of(folder));
            other.is_some_and(|other| !layer.may_name(other, named.kind))
        };
        for named in member.dependencies.iter().filter(broken) {
            let wrong = format!("{} names {} against the arrows", member.package, named.package);
            problems.push(Problem::new(&member.manifest(), named.line, wrong, layer.rule()));
        }
    }
    problems
}

/// A package is called after its folder, so that whoever knows one knows the other.
fn check_name(member: &Member) -> Option<Problem> {
    let inner = member.folder.strip_prefix("edges/").or_else(|| member.folder.strip_prefix("flow/"));
    let noun = match inner {
        Some(inner) => {
            inner.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '-').replace('/', "-")
        }
        None if member.folder == "engine" => member.folder.clone(),
        None => return None,
    };
    let expected = format!("honeyguide-{noun}");
    (member.package != expected).then(|| {
        let wrong = format!("the package in {} is called `{}`", member.folder, member.package);
        Problem::new(&member.manifest(), 1, wrong, format!("call it `{expected}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(folder: &str, package: &str, names: &[(&str, Kind)]) -> Member {
        let dependencies = names
            .iter()
            .map(|(package, kind)| Dependency { package: (*package).to_owned(), kind: *kind, line: 7 })
            .collect();
        Member { folder: folder.to_owned(), package: package.to_owned(), dependencies }
    }

    fn house(changed: Member) -> Workspace {
        let mut members = vec![
            member("flow/words", "honeyguide-words", &[]),
            member("flow/0-program", "honeyguide-program", &[("honeyguide-words", Kind::Normal)]),
            member("flow/1-click", "honeyguide-click", &[("honeyguide-program", Kind::Normal)]),
            member("engine", "honeyguide-engine", &[("honeyguide-click", Kind::Normal)]),
            member("edges/api", "honeyguide-api", &[("honeyguide-engine", Kind::Normal)]),
            member("edges/book/sqlite", "honeyguide-book-sqlite", &[("honeyguide-testkit", Kind::Dev)]),
            member("honeyguide", "honeyguide", &[("honeyguide-api", Kind::Normal)]),
            member("testkit", "honeyguide-testkit", &[("honeyguide-engine", Kind::Normal)]),
            member("testkit/golden", "honeyguide-golden", &[("honeyguide-click", Kind::Normal)]),
            member("tests", "honeyguide-tests", &[("honeyguide-api", Kind::Normal)]),
        ];
        members.retain(|member| member.folder != changed.folder);
        members.push(changed);
        Workspace { members }
    }

    fn problems(folder: &str, package: &str, names: &[(&str, Kind)]) -> Vec<Problem> {
        check(&house(member(folder, package, names)))
    }

    #[test]
    fn arrows_that_point_down_pass() {
        let both = [("honeyguide-api", Kind::Normal), ("honeyguide-book-sqlite", Kind::Normal)];
        assert_eq!(problems("honeyguide", "honeyguide", &both), []);
    }

    #[test]
    fn a_stage_that_names_a_higher_stage_is_found() {
        let found = problems("flow/0-program", "honeyguide-program", &[("honeyguide-click", Kind::Normal)]);
        assert_eq!(found.len(), 1);
        let line = found[0].to_string();
        assert!(
            line.starts_with("flow/0-program/Cargo.toml:7: honeyguide-program names honeyguide-click"),
            "{line}"
        );
    }

    #[test]
    fn an_edge_that_names_another_edge_is_found() {
        for kind in [Kind::Normal, Kind::Dev] {
            assert_eq!(problems("edges/api", "honeyguide-api", &[("honeyguide-book-sqlite", kind)]).len(), 1);
        }
    }

    #[test]
    fn engine_may_not_name_an_edge_nor_flow_the_engine() {
        assert_eq!(problems("engine", "honeyguide-engine", &[("honeyguide-api", Kind::Normal)]).len(), 1);
        assert_eq!(
            problems("flow/1-click", "honeyguide-click", &[("honeyguide-engine", Kind::Normal)]).len(),
            1
        );
    }

    #[test]
    fn testkit_is_for_tests() {
        let name = "honeyguide-testkit";
        assert_eq!(problems("flow/1-click", "honeyguide-click", &[(name, Kind::Dev)]), []);
        assert_eq!(problems("flow/1-click", "honeyguide-click", &[(name, Kind::Normal)]).len(), 1);
        assert_eq!(problems("honeyguide", "honeyguide", &[(name, Kind::Normal)]).len(), 1);
    }

    #[test]
    fn golden_tables_are_for_tests_and_build_no_engine() {
        let name = "honeyguide-golden";
        assert_eq!(problems("flow/1-click", "honeyguide-click", &[(name, Kind::Dev)]), []);
        assert_eq!(problems("flow/1-click", "honeyguide-click", &[(name, Kind::Normal)]).len(), 1);
        assert_eq!(problems("testkit/golden", name, &[("honeyguide-click", Kind::Normal)]), []);
        assert_eq!(problems("testkit/golden", name, &[("honeyguide-engine", Kind::Normal)]).len(), 1);
    }

    #[test]
    fn a_package_is_called_after_its_folder() {
        assert_eq!(problems("edges/book/sqlite", "honeyguide-sqlite", &[]).len(), 1);
        assert_eq!(problems("flow/1-click", "honeyguide-visit", &[]).len(), 1);
    }

    #[test]
    fn a_folder_without_a_layer_is_found() {
        assert_eq!(problems("common", "honeyguide-common", &[]).len(), 1);
        assert_eq!(problems("flow/click", "honeyguide-click", &[]).len(), 1);
    }
}
