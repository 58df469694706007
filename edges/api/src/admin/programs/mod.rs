//! `/v1/programs`.

pub(super) mod create;
pub(super) mod list;
pub(super) mod logo;
pub(super) mod paying_account;
pub(super) mod show;
pub(super) mod update;
