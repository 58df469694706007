//! Chores of this repository that are worth a program: `cargo xtask tidy`, `freeze`, `problems` and `figures`.

mod api;
mod figures;
mod problems;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(root) = repository_root() else {
        eprintln!("no Cargo.toml with [workspace] here or above; run this inside the repository");
        return ExitCode::from(2);
    };
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["tidy"] => tidy::run(&root),
        ["freeze"] => api::freeze(&root),
        ["problems", seen] => problems::run(&root, Path::new(seen)),
        ["figures"] => figures::run(&root),
        ["figures", other] => figures::run(Path::new(other)),
        _ => {
            eprintln!("usage: cargo xtask tidy | freeze | problems <file> | figures [another checkout]");
            ExitCode::from(2)
        }
    }
}

/// The nearest folder, from here upwards, whose manifest opens a workspace.
fn repository_root() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let is_root = |folder: &&std::path::Path| {
        std::fs::read_to_string(folder.join("Cargo.toml"))
            .is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
    };
    here.ancestors().find(is_root).map(PathBuf::from)
}
