//! Credit decided by hand.

pub(super) mod list;
pub(super) mod make;
pub(super) mod take_back;
