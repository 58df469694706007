//! What the customer did (lead, sale, refund), who gets which share of the credit, and why.
//!
//! Never async, never I/O, never a clock. Names referral, click, program and words.

mod considered;
mod conversion;
mod correction;
mod decide;
mod decision;
mod eligible;
mod explain;
mod lint;
mod model;
mod order;
mod review;
mod taken_back;

pub use considered::{Considered, Finding, TOUCHES_ALL_WEIGHED, TOUCHES_WEIGHED_MAX};
pub use conversion::{
    Amendment, Content, Conversion, ITEMS_MAX, Item, Kind, METADATA_ENTRIES_MAX, PRODUCT_CHARACTERS_MAX,
    Position, QUANTITY_MAX, SOURCE_BROWSER, erased_name,
};
pub use correction::{CORRECTION_REASON_CHARACTERS_MAX, CORRECTION_SHARES_MAX, Correction};
pub use decide::{Candidate, Case, RULES_REVISION, Weighed, decide, weigh};
pub use decision::{Basis, Bond, Decision, Outcome, Refusal, Share};
pub use explain::{ENGLISH, GERMAN, Reading, explain, explain_amendment, explain_exchange, explain_refund};
pub use lint::lint_policy;
pub use order::order_of_evidence;
pub use review::{Review, ReviewStatus};
pub use taken_back::{after_refunds, left_of_items, left_of_refund, linked, refunded, share_of};
