//! `/v1/customers`.

pub(super) mod erase;
pub(super) mod journey;
pub(super) mod list;
pub(super) mod show;
