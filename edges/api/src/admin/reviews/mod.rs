//! `/v1/reviews`.

pub(super) mod accept;
pub(super) mod dismiss;
pub(super) mod list;
