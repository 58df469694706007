//! `/v1/lead_forms`.

pub(super) mod show;
pub(super) mod submit;
