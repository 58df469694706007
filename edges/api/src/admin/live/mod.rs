//! `/v1/live`.

pub(super) mod watch;
