//! Chores of this repository that are worth a program. Today there is one: `cargo xtask tidy`.

mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = std::env::args().nth(1);
    if command.as_deref() != Some("tidy") {
        eprintln!("usage: cargo xtask tidy");
        return ExitCode::from(2);
    }
    match repository_root() {
        Some(root) => tidy::run(&root),
        None => {
            eprintln!("no Cargo.toml with [workspace] here or above; run this inside the repository");
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
