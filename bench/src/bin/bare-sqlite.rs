//! The yardstick of bench/track: one connection that inserts a row and waits for the disk, again
//! and again, with the settings the book uses. Prints rows a second.

use std::time::{Duration, Instant};

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: bare-sqlite FILE SECONDS";
    let path = arguments.next().ok_or(usage)?;
    let seconds: u64 = arguments.next().ok_or(usage)?.parse()?;
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table if not exists sales (id text primary key, body text not null) strict",
    )?;
    let mut insert = connection.prepare("insert into sales (id, body) values (?1, ?2)")?;
    let body = "x".repeat(400);
    let (started, mut rows) = (Instant::now(), 0u64);
    while started.elapsed() < Duration::from_secs(seconds) {
        insert.execute((format!("{rows:020}"), &body))?;
        rows += 1;
    }
    println!("{:.1}", rows as f64 / started.elapsed().as_secs_f64());
    Ok(())
}
