//! `/v1/customers`.

pub(super) mod show;
