//! Reading decisions.

pub(super) mod list;
