//! `/v1/conversions`.

pub(super) mod explain;
pub(super) mod list;
pub(super) mod show;
