//! `/v1/partners`.

pub(super) mod enrol;
pub(super) mod list;
pub(super) mod show;
pub(super) mod update;
