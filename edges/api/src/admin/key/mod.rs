//! `/v1/key`.

pub(super) mod show;
