//! `/v1/programs/{id}/clicks`.

pub(super) mod count;
pub(super) mod list;
