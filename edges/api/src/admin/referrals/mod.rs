//! Reading referrals.

pub(super) mod list;
