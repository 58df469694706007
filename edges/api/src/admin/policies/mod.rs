//! `/v1/programs/{id}/policies`.

pub(super) mod compare;
pub(super) mod list;
pub(super) mod publish;
