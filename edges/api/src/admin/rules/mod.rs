//! `/v1/programs/{id}/lint`.

pub(super) mod lint;
