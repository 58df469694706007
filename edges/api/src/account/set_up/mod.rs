//! `/v1/setup`.

pub(super) mod begin;
pub(super) mod show;
