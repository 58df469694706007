//! `/v1/submissions`.

pub(super) mod accept;
pub(super) mod erase;
pub(super) mod list;
pub(super) mod reject;
pub(super) mod show;
