//! `/v1/links`.

pub(super) mod create;
pub(super) mod create_many;
pub(super) mod list;
pub(super) mod show;
pub(super) mod update;
