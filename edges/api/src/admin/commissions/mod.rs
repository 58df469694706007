//! `/v1/commissions` and `/v1/programs/{id}/commissions`.

pub(super) mod approve_due;
pub(super) mod grant;
pub(super) mod list;
pub(super) mod reprice;
pub(super) mod review;
