//! `/v1/codes`.

pub(super) mod archive;
pub(super) mod create;
pub(super) mod list;
pub(super) mod update;
