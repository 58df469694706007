//! `/v1/account/second-factor`.

pub(super) mod begin;
pub(super) mod confirm;
pub(super) mod remove;
