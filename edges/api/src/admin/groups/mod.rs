//! `/v1/groups` and `/v1/programs/{id}/groups`.

pub(super) mod create;
pub(super) mod list;
pub(super) mod rename;
