//! `/v1/codes`.

pub(super) mod create;
pub(super) mod list;
