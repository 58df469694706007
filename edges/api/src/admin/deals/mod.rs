//! `/v1/deals`.

pub(super) mod enter;
pub(super) mod list;
pub(super) mod show;
pub(super) mod step;
