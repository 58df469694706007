//! The book and the clicks on SQLite: one book file with one writer, one click file per month with
//! a writer of its own. The only crate that knows rusqlite.

mod book;
mod clicks;

pub use book::SqliteBook;
pub use clicks::SqliteClicks;
