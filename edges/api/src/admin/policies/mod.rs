//! `/v1/programs/{id}/policies`.

pub(super) mod compare;
pub(super) mod publish;
