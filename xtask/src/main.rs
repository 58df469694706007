//! Chores of this repository that are worth a program: `cargo xtask tidy` and `cargo xtask freeze`.

mod api;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let run = match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy::run,
        Some("freeze") => api::freeze,
        _ => {
            eprintln!("usage: cargo xtask tidy | freeze");
            return ExitCode::from(2);
        }
    };
    match repository_root() {
        Some(root) => run(&root),
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
