//! One visit through a link: what it was, bots and repeats told apart with reasons, and where the
//! visitor is sent on to.
//!
//! Never async, never I/O, never a clock, never an address in clear. Names program and words.

mod agent;
mod click;
mod consent;
mod intent;
mod machine;
mod slug;
mod target;
mod verdict;

pub use agent::{Agent, Browser, Device, OperatingSystem, read_agent};
pub use click::{Click, TEXT_CHARACTERS_MAX, cut};
pub use consent::{Consent, ask_consent};
pub use intent::{Intent, IntentHeaders, read_intent};
pub use machine::Machine;
use machine::recognize;
pub use slug::{Reading, readings};
pub use target::{
    CONSENT_PARAMETER, DEEP_LINK_PARAMETER, HG_PARAMETER, PARAMETERS_MAX, QUERY_BYTES_MAX, Target,
    query_value, readable_query,
};
pub use verdict::{BotReason, REPEAT_WINDOW_MICROS, Verdict, judge};
