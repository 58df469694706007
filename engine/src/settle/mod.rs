//! Settle customers: decide who gets the credit for their conversions, price it, and commit what changed.

mod again;
mod pass_on;
mod price_tiered;
mod program;
mod rest;
mod totals;

pub(crate) use again::{Again, again, part, snapshots_of, version_of};
pub(crate) use pass_on::{customer, later, touches_for};
pub(crate) use price_tiered::price_tiered;
pub(crate) use program::{attempt_part, decide_anew, program, whole};
pub(crate) use rest::{JOBS_READ_MAX, all_rests, go_on, position_of, rest_later};
pub(crate) use totals::{learn_totals, watch_totals, with_totals};
