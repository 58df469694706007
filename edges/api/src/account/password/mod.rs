//! `/v1/password-resets` and `/v1/account/password`.

pub(super) mod change;
pub(super) mod reset;
pub(super) mod send_reset;
