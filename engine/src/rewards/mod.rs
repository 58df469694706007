//! Rewards that no sale earns: for clicks, and for partners who were recruited.

mod clicks;
mod recruiters;

pub(crate) use clicks::{first_for_clicks, for_clicks};
pub(crate) use recruiters::{for_recruiter, note_recruited};
