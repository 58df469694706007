//! `/v1/codes`.

pub(super) mod create;
