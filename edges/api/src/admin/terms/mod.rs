//! `/v1/programs/{id}/terms`.

pub(super) mod compare;
pub(super) mod list;
pub(super) mod publish;
