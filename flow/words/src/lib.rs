//! The glossary every stage speaks: ids, money, rates, instants, scope.
//!
//! Never async, never a clock, never chance, never SQL. The serde derives here and in the other
//! stages describe the *stored* form (see docs/adr/0003); HTTP shapes belong to edges/api.

mod currency;
mod day;
mod exchange;
mod finding;
mod id;
mod instant;
mod money;
mod personal;
mod rate;
mod role;
mod scope;
mod sentence;
mod split;
mod text;
mod window;

pub use currency::Currency;
pub use day::Day;
pub use exchange::{BILLION, Exchange, ExchangeRate, RATE_AGE_DAYS_MAX, RATE_BILLIONTHS_MAX, RateSource};
pub use finding::{Finding, Flaw};
pub use id::*;
pub use instant::{Instant, MICROS_PER_DAY, Month};
pub use money::{AMOUNT_MAX, Money, Overflow};
pub use personal::{EmailHash, KNOWN_AS_MAX, KnownAs, Personal, Sealed, SubjectKey};
pub use rate::{MILLION, Rate, proportion};
pub use role::{Grant, Resource, Role, Verb};
pub use scope::{Mode, Scope};
pub use sentence::{Language, Phrases, Sentence, Value};
pub use split::split;
pub use text::{
    LABEL_CHARACTERS_MAX, check_label, check_lines, check_text, filled, is_blank, kept_text, trim_blanks,
};
pub use window::Window;

/// Why a text is not the word it should be. `expected` completes the sentence "expected …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct Malformed {
    pub expected: &'static str,
}

/// A field of the input that is not as it must be. `expected` completes "expected …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: expected {expected}")]
pub struct Invalid {
    pub field: &'static str,
    pub expected: String,
}

impl Invalid {
    pub fn new(field: &'static str, expected: impl Into<String>) -> Self {
        Self { field, expected: expected.into() }
    }
}
