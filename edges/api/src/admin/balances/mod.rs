//! `/v1/programs/{id}/balances`.

pub(super) mod list;
