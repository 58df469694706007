//! `/v1/facts`.

mod cursor;
pub(super) mod list;
