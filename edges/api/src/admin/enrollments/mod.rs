//! `/v1/enrollments`.

pub(super) mod list;
pub(super) mod relocate;
pub(super) mod step;
pub(super) mod update;
