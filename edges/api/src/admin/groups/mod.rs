//! Reading groups.

pub(super) mod list;
