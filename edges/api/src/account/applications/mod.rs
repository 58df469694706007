//! `/v1/programs/{id}/applications`.

pub(super) mod apply;
pub(super) mod show_logo;
pub(super) mod show_program;
