//! `/v1/facts`.

mod cursor;
mod item;
pub(super) mod list;
