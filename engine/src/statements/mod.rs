//! Statements: close them at the end of a period, and render them as documents.

mod close;
mod document;

pub(crate) use close::close_ended;
pub use close::{Closed, LINES_PER_COMMIT_MAX, close};
pub(crate) use document::document_of;
pub use document::{DocumentFormat, PDF_LINES_MAX, document};
