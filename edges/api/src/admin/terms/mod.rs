//! `/v1/programs/{id}/terms`.

pub(super) mod publish;
