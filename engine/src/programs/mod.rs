//! Programs: create and update them, check their rules, set their logo.

mod create;
mod lint;
mod logo;
mod update;

pub use create::{ProgramInput, ProgramMade, create};
pub use lint::{Linted, SALES_SAMPLED_MAX, lint};
pub use logo::{logo, set_logo};
pub use update::{ProgramChange, update};
