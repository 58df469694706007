//! What comes in: bodies, paths and queries, each read whole or refused with a problem.

mod body;
mod json;
mod path;
mod query;
mod report;
mod text;
mod unique;

pub use body::{BODY_BYTES_MAX, GUEST_BODY_BYTES_MAX};
pub(crate) use body::{BODY_DEADLINE, ByGuest, Form, Nothing, Received, hash, media_type, read_body};
pub(crate) use json::{Json, check_unique, present, present_text, text};
pub(crate) use path::{Id, Name};
pub(crate) use query::Query;
pub(crate) use report::{Report, mend_halves, read_report};
pub(crate) use text::{optional, required};
