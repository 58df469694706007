//! `/v1/disputes`.

pub(super) mod erase;
pub(super) mod list;
pub(super) mod show;
pub(super) mod step;
