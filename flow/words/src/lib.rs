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
mod window;

pub use currency::Currency;
pub use day::Day;
pub use exchange::{BILLION, Exchange, ExchangeRate, RATE_AGE_DAYS_MAX, RATE_BILLIONTHS_MAX, RateSource};
pub use finding::{Finding, Flaw};
pub use id::*;
pub use instant::{Instant, MICROS_PER_DAY, Month};
pub use money::{AMOUNT_MAX, Money, Overflow};
pub use personal::{EmailHash, Personal, Sealed, SubjectKey};
pub use rate::{MILLION, Rate, proportion};
pub use role::{Grant, Resource, Role, Verb};
pub use scope::{Mode, Scope};
pub use sentence::{Language, Phrases, Sentence, Value};
pub use split::split;
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

/// Bidirectional overrides make one text look like another, and a byte order mark is none of it.
fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Checks a text that people write in a field of several lines: 1 to `characters_max` characters, not all blank, with line
/// breaks and tabs but no other control characters and no bidirectional overrides.
pub fn check_lines(field: &'static str, text: &str, characters_max: usize) -> Result<(), Invalid> {
    let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t') || is_deceptive(c);
    let length = text.chars().take(characters_max + 1).count();
    if text.trim().is_empty() || length > characters_max || text.chars().any(forbidden) {
        let expected = format!("1 to {characters_max} characters, line breaks among them");
        return Err(Invalid::new(field, expected));
    }
    Ok(())
}

/// Checks a text that people write: 1 to `characters_max` characters, none of them control
/// characters or bidirectional overrides (which make one text look like another).
pub fn check_text(field: &'static str, text: &str, characters_max: usize) -> Result<(), Invalid> {
    let forbidden = |c: char| c.is_control() || is_deceptive(c);
    let length = text.chars().take(characters_max + 1).count();
    if length == 0 || length > characters_max || text.chars().any(forbidden) || text.trim() != text {
        let expected =
            format!("1 to {characters_max} characters, without control characters or blanks at the ends");
        return Err(Invalid::new(field, expected));
    }
    Ok(())
}
