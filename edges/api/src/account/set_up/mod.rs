//! `/v1/set-up`.

pub(super) mod begin;
pub(super) mod show;
