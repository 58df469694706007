//! What is to be paid: monthly statements.
//!
//! Never async, never I/O, never a clock. Names commission, program and words.

mod statement;

pub use statement::{LineKind, Statement, StatementLine, StatementStatus, explain, line_for};
