//! `/v1/payout-methods`.

pub(crate) mod list;
pub(crate) mod show;
