//! What is owed: the price of a credit line by line, the commission's life, and the double-entry
//! postings that follow every change.
//!
//! Never async, never I/O, never a clock, never a float. Names conversion, referral, program, words.

mod commission;
mod dispute;
mod ledger;
mod lint;
mod posting;
mod price;
mod review;

pub use commission::{
    BAN_REASON, Commission, Declined, ENGLISH, GERMAN, Granted, REASON_CHARACTERS_MAX, State, Suspension,
};
pub use dispute::{
    Booked, Claim, DISPUTE_NOTE_CHARACTERS_MAX, DISPUTE_REFERENCE_CHARACTERS_MAX, DISPUTE_REFERENCES_MAX,
    DISPUTE_TURNS_MAX, Dispute, DisputeKind, DisputeMove, DisputeReason, DisputeStatus, ORDER_CHARACTERS_MAX,
    Party, REMINDER_DAYS, Record, Silence, Turn,
};
pub use ledger::{About, Account, Class, Entry, EntryKind, Posting, Side, Subject, entry, moved};
pub use lint::{PriceExample, SampleSale, lint_terms, price_examples};
pub use posting::{Refunded, approve, post, reversal_of, reversal_owed};
pub use price::{
    Brought, Counted, Credit, DayOfClicks, Line, MilestoneStep, NoReward, Price, Priors, Reckoned, Relied,
    Total, Whose, circumstances_of, comes_out_again, milestone_keys, milestone_step, parts_of, price,
    price_clicks, price_milestone, price_partner,
};
pub use review::Verdict;
