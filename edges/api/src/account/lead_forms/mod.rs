//! `/v1/lead-forms`.

pub(super) mod show;
pub(super) mod submit;
