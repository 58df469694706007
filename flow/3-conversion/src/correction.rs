//! A correction: what the merchant decided by hand about one conversion's credit, with the reason. It stands above all
//! evidence until it is taken back.

use crate::Share;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use words::{
    ConversionId, CorrectionId, CustomerId, Instant, Invalid, MILLION, ProgramId, Scope, check_lines,
};

pub const CORRECTION_REASON_CHARACTERS_MAX: usize = 500;
/// Partners that share one corrected conversion.
pub const CORRECTION_SHARES_MAX: usize = 10;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Correction {
    pub id: CorrectionId,
    pub scope: Scope,
    pub program: ProgramId,
    pub customer: CustomerId,
    pub conversion: ConversionId,
    /// Who is credited from now on; empty: nobody.
    pub shares: Vec<Share>,
    pub reason: String,
    /// The id of the user or key who decided it.
    pub by: String,
    pub at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_at: Option<Instant>,
}

impl Correction {
    pub fn check(&self) -> Result<(), Invalid> {
        check_lines("reason", &self.reason, CORRECTION_REASON_CHARACTERS_MAX)?;
        if self.shares.is_empty() {
            return Ok(());
        }
        if self.shares.len() > CORRECTION_SHARES_MAX {
            return Err(Invalid::new("shares", format!("at most {CORRECTION_SHARES_MAX} partners")));
        }
        let partners: BTreeSet<_> = self.shares.iter().map(|share| share.partner).collect();
        if partners.len() != self.shares.len() {
            return Err(Invalid::new("shares", "each partner once"));
        }
        let sum: u64 = self.shares.iter().map(|share| u64::from(share.millionths)).sum();
        if self.shares.iter().any(|share| share.millionths == 0) || sum != u64::from(MILLION) {
            return Err(Invalid::new("shares", format!("parts above 0 that sum to {MILLION}")));
        }
        Ok(())
    }

    pub fn stands(&self) -> bool {
        self.taken_back_at.is_none()
    }
}
