//! `/v1/statements` and `/v1/programs/{id}/statements`.

pub(super) mod close;
pub(super) mod document;
pub(super) mod list;
pub(super) mod show;
