//! `/v1/programs/{id}/policies`.

pub(super) mod publish;
