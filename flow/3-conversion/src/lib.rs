//! What the customer did (lead, sale, refund), who gets which share of the credit, and why.
//!
//! Never async, never I/O, never a clock. Names referral, click, program and words.

mod conversion;
mod decide;
mod decision;
mod explain;

pub use conversion::{Content, Conversion, Kind, METADATA_ENTRIES_MAX, Position, erased_name};
pub use decide::{Candidate, Case, RULES_REVISION, decide};
pub use decision::{Considered, Decision, Outcome, Refusal, Share};
pub use explain::explain;
