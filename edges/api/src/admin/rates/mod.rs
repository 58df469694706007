//! `/v1/rates`.

pub(crate) mod enter;
pub(crate) mod import;
pub(crate) mod list;
