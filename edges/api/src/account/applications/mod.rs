//! `/v1/programs/{id}/applications`.

pub(super) mod apply;
