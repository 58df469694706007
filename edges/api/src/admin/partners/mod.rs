//! `/v1/partners`.

pub(super) mod enroll;
pub(super) mod list;
pub(super) mod show;
pub(super) mod update;
