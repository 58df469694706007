//! `/v1/external-ids`.

pub(super) mod link;
pub(super) mod list;
pub(super) mod unlink;
