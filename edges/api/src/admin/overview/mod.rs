//! `/v1/overview`.

pub(crate) mod show;
