//! Codes: what a person types or says (coupon, printed, podcast).

use crate::CodeOffer;
use serde::{Deserialize, Serialize};
use words::{CodeId, EnrolmentId, Instant, Invalid, PartnerId, ProgramId, Scope};

pub const CODE_CHARACTERS_MAX: usize = 40;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Code {
    pub id: CodeId,
    pub scope: Scope,
    pub program: ProgramId,
    pub enrolment: EnrolmentId,
    pub partner: PartnerId,
    /// Normalised; unique within the program.
    pub code: String,
    pub created_at: Instant,
    /// From then on it counts for nothing, but its text stays taken: what was printed is never
    /// another partner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Instant>,
    /// From then on it is known to strangers: it counts only for customers whom its owner led in another way too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaked_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "CodeOffer::is_as_terms")]
    pub customer_offer: CodeOffer,
}

impl Code {
    /// Whether the code counts for what occurred at `at`.
    pub fn is_valid_at(&self, at: Instant) -> bool {
        self.archived_at.is_none_or(|archived| at < archived)
    }

    pub fn is_leaked_at(&self, at: Instant) -> bool {
        self.leaked_at.is_some_and(|leaked| at >= leaked)
    }
}

/// Codes are compared in upper case without blanks: `spring 20` is `SPRING20`.
pub fn normalize_code(text: &str) -> Result<String, Invalid> {
    let code: String = text.chars().filter(|c| *c != ' ').collect::<String>().to_ascii_uppercase();
    let letter = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    if !(1..=CODE_CHARACTERS_MAX).contains(&code.len()) || !code.bytes().all(letter) {
        return Err(Invalid::new("code", format!("1 to {CODE_CHARACTERS_MAX} of A–Z, 0–9, - and _")));
    }
    Ok(code)
}
