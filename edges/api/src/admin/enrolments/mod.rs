//! Reading enrolments.

pub(super) mod list;
