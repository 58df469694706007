//! Referral links: create and update them.

mod create;
mod update;

pub(crate) use create::create_by;
pub use create::{LinkInput, OWN_LINKS_MAX, create};
pub use update::{LinkChange, update};
