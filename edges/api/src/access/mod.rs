//! Who may do what. Permission is a type: only a key that allows it yields an [`Allowed`], and only that gives a
//! handler the engine and the permit for a deed.

mod authenticate;
mod familiar;
mod idempotency;
mod linker;
mod rate;
mod session;

pub(crate) use authenticate::{Allowed, Known, PostbackTracker, Searcher};
pub(crate) use familiar::Familiar;
pub(crate) use idempotency::{IDEMPOTENCY_KEY, IdempotencyHeader, paths_of, refuse_unused};
pub(crate) use linker::Linker;
pub(crate) use rate::Limits;
pub use rate::{
    GUESSES_PER_MINUTE, PUBLISHABLE_REQUESTS_PER_ADDRESS, PUBLISHABLE_REQUESTS_PER_SECOND,
    SECRET_REQUESTS_PER_SECOND, SESSION_REQUESTS_PER_SECOND,
};
pub use session::ClientAddress;
pub(crate) use session::{AtPartner, Guest, Person, set_cookie};
