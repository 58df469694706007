//! Rewards beside commissions on sales: for clicks, and for recruiting partners.

mod clicks;
mod recruiters;

pub(crate) use clicks::{first_for_clicks, for_clicks};
pub(crate) use recruiters::{for_recruiter, note_recruited};
