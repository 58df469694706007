//! `/v1/payout-batches` and `/v1/transfers`.

pub(super) mod file;
pub(super) mod list;
pub(super) mod list_left_out;
pub(super) mod list_transfers;
pub(super) mod make;
mod outcome_table;
pub(super) mod reconcile;
pub(super) mod rules;
pub(super) mod show;
pub(super) mod step;
pub(super) mod tell;
pub(super) mod tell_many;
