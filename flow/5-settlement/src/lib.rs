//! Who earns what: settlement decides and prices the conversions of a customer from a position on, as a pure function of
//! the events, so that their order of arrival changes nothing.
//!
//! Never async, never I/O, never a clock, never a float. Names commission, conversion, referral, program, words.

mod bond;
mod candidates;
mod credit;
mod history;
mod input;
mod price;
mod reopen;
mod repricing;
mod rulebook;
mod settle;
mod settlement;
mod snapshot;
mod totals;
mod watch;

pub use history::{CustomerFile, History, join_touches};
pub use input::SettlementInput;
pub use price::unpriced;
pub use reopen::{Reopen, Rest, RestFrom};
pub use rulebook::Rulebook;
pub use settle::settle;
pub use settlement::Settlement;
pub use snapshot::{EnrollmentSnapshot, enrollments_named};
pub use totals::{TotalChange, TotalGuard, TotalKey, TotalOf, Totals, total_changes};
pub use watch::{LookAt, Watch, watches};
