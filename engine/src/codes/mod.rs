//! Codes: what customers type in, and whose customers that makes them.

mod create;
mod update;

pub(crate) use create::create_by;
pub use create::{CodeInput, create};
pub use update::{CodeChange, archive, update};
