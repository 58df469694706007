//! The map in ARCHITECTURE.md shows every package of the workspace and nothing that is not there.
//!
//! The map is the table that has a column headed `folder`; the paths in it stand in backticks.

use std::collections::BTreeMap;
use std::path::Path;

use super::Problem;
use super::workspace::Workspace;

const MAP: &str = "ARCHITECTURE.md";

pub(crate) fn check(root: &Path, workspace: &Workspace) -> Vec<Problem> {
    match std::fs::read_to_string(root.join(MAP)) {
        Ok(text) => compare(&text, workspace),
        Err(error) => vec![Problem::new(MAP, 1, format!("cannot be read ({error})"), "write the map")],
    }
}

fn compare(text: &str, workspace: &Workspace) -> Vec<Problem> {
    let Some(folders) = mapped_folders(text) else {
        let remedy = "add one with a column headed `folder` and each path in backticks";
        return vec![Problem::new(MAP, 1, "there is no map table", remedy)];
    };
    let mut problems = Vec::new();
    for (folder, line) in &folders {
        if !workspace.members.iter().any(|member| member.folder == *folder) {
            let wrong = format!("the map shows `{folder}`, which is no member of the workspace");
            problems.push(Problem::new(MAP, *line, wrong, "take its row out, or add it to the members"));
        }
    }
    for member in workspace.members.iter().filter(|member| !folders.contains_key(&member.folder)) {
        let wrong = format!("the map does not show `{}`", member.folder);
        problems.push(Problem::new(MAP, 1, wrong, "give it a row that says what it is for"));
    }
    problems
}

/// Each folder of the map and the line that it stands on.
fn mapped_folders(text: &str) -> Option<BTreeMap<String, usize>> {
    let mut column = None;
    let mut folders = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        if !line.trim_start().starts_with('|') {
            if column.is_some() {
                break;
            }
            continue;
        }
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        match column {
            None => column = cells.iter().position(|cell| cell.eq_ignore_ascii_case("folder")),
            Some(column) => {
                let path = cells.get(column).and_then(|cell| cell.split('`').nth(1));
                folders.extend(path.map(|path| (path.trim_end_matches('/').to_owned(), index + 1)));
            }
        }
    }
    column.map(|_| folders)
}

#[cfg(test)]
mod tests {
    use super::super::workspace::Member;
    use super::*;

    const TEXT: &str = "\
# Architecture

| verb | file |
| --- | --- |
| follow | `engine/src/follow_link.rs` |

| layer | folder | what for |
| --- | --- | --- |
| words | `flow/words` | the glossary |
| gone | `flow/9-gone/` | nothing |

`edges/api`
";

    #[test]
    fn the_map_and_the_members_must_agree() {
        let member = |folder: &str| Member {
            folder: folder.to_owned(),
            package: String::new(),
            dependencies: Vec::new(),
        };
        let workspace = Workspace { members: vec![member("flow/words"), member("edges/api")] };
        let found: Vec<String> = compare(TEXT, &workspace).iter().map(Problem::to_string).collect();
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("ARCHITECTURE.md:10: the map shows `flow/9-gone`"), "{}", found[0]);
        assert!(found[1].contains("does not show `edges/api`"), "{}", found[1]);
    }
}
