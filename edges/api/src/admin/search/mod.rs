//! `/v1/search`.

pub(super) mod find;
