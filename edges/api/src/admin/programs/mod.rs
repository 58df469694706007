//! `/v1/programs`.

pub(super) mod create;
pub(super) mod list;
pub(super) mod logo;
pub(super) mod show;
pub(super) mod update;
