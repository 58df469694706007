//! Who may do what. Permission is a type: only a key that allows it yields a [`Tracker`], [`Reader`]
//! or [`Manager`], and only these give a handler the caller on whose behalf a deed is done.

mod authenticate;
mod idempotency;
mod rate;

pub(crate) use authenticate::{LeadSender, Manager, PostbackTracker, Reader, SecretHolder, Tracker};
pub(crate) use idempotency::{IDEMPOTENCY_KEY, IdempotencyHeader};
pub(crate) use rate::Limits;
pub use rate::{PUBLISHABLE_REQUESTS_PER_SECOND, SECRET_REQUESTS_PER_SECOND};
