//! `/v1/customers`.

pub(super) mod list;
pub(super) mod show;
