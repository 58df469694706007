//! Coupon codes: create, update and archive them.

mod create;
mod update;

pub(crate) use create::create_by;
pub use create::{CodeInput, create};
pub use update::{CodeChange, archive, update};
