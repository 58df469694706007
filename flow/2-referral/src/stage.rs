//! The referral: the bond between a customer and the partner who leads by the evidence, derived
//! from touches and decisions, never first to arrive.

use serde::{Deserialize, Serialize};
use words::{CustomerId, EnrollmentId, Instant, PartnerId, ProgramId, ReferralId, Scope};

/// How far the referred customer has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// There is evidence, nothing more.
    Claimed,
    /// The customer became a lead.
    Qualified,
    /// The customer bought.
    Won,
}

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Stage::Claimed => "claimed",
            Stage::Qualified => "qualified",
            Stage::Won => "won",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Referral {
    pub id: ReferralId,
    pub scope: Scope,
    pub program: ProgramId,
    pub customer: CustomerId,
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub stage: Stage,
    /// The partner's first touch with the customer.
    pub began_at: Instant,
    /// When the partner's last touch leaves the policy's look-back window.
    pub expires_at: Instant,
    pub updated_at: Instant,
}
