//! `/v1/account`: name, sessions and seats.

pub(super) mod end_session;
pub(super) mod leave;
pub(super) mod list_sessions;
pub(super) mod rename;
