//! The binary: configuration, wiring and commands. The only crate that names more than one edge.

mod backup;
mod books;
mod cli;
mod commands;
mod config;
mod demo;
mod front;
mod host_header;
mod key_check;
mod limits;
mod metrics_door;
mod parcel;
mod rates;
mod serve;
mod simulate;
mod threads;
mod upgrade;
mod user;
mod vault;
mod wire;
mod workshop;
mod world;

use std::process::ExitCode;

/// For SQLite, too: it replaces the allocator of the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let matches = cli::command().get_matches();
    match cli::run(&matches) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("honeyguide: {fault}");
            ExitCode::from(2)
        }
    }
}
