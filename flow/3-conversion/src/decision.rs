//! The record of a decision: every touch considered, eligible or the coded reason why not, and
//! the credit shares. It can be read, and decided again from what it names.

use referral::{EvidenceClass, TouchSource};
use serde::{Deserialize, Serialize};
use words::{
    ConversionId, CustomerId, DecisionId, EnrolmentId, Instant, PartnerId, PolicyId, ProgramId, Scope,
    TouchId,
};

/// Why a touch is not eligible. Codes are stable; the text beside each is what people read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    OutsideLookBack,
    PartnerNotActive,
    SelfReferral,
    Bot,
    OutrankedByServer,
}

impl Refusal {
    pub const ALL: [Refusal; 5] = [
        Refusal::OutsideLookBack,
        Refusal::PartnerNotActive,
        Refusal::SelfReferral,
        Refusal::Bot,
        Refusal::OutrankedByServer,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Refusal::OutsideLookBack => "outside_look_back",
            Refusal::PartnerNotActive => "partner_not_active",
            Refusal::SelfReferral => "self_referral",
            Refusal::Bot => "bot",
            Refusal::OutrankedByServer => "outranked_by_server",
        }
    }

    /// Completes "the touch is not eligible because …".
    pub fn meaning(self) -> &'static str {
        match self {
            Refusal::OutsideLookBack => "it is older than the policy looks back",
            Refusal::PartnerNotActive => "the partner did not take part in the program at that time",
            Refusal::SelfReferral => "the customer is the partner",
            Refusal::Bot => "it was made by a program, not a person",
            Refusal::OutrankedByServer => {
                "only a browser vouches for it, and the merchant's own server named another touch"
            }
        }
    }
}

/// What became of one touch in one decision.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    Credited,
    /// Eligible, but the model chose another touch.
    NotChosen,
    /// Eligible, but a code used at the purchase wins outright under this policy.
    BehindCode,
    Refused {
        reason: Refusal,
    },
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Considered {
    pub touch: TouchId,
    pub enrolment: EnrolmentId,
    pub partner: PartnerId,
    pub class: EvidenceClass,
    pub occurred_at: Instant,
    pub outcome: Outcome,
    /// Inputs that stronger reports, erasure or changes could not restore, kept to decide again.
    pub source: TouchSource,
    pub self_referral: bool,
    pub active: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Share {
    pub enrolment: EnrolmentId,
    pub partner: PartnerId,
    /// Of a million; the shares of a decision sum to a million, or there are none.
    pub millionths: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    pub id: DecisionId,
    pub scope: Scope,
    pub program: ProgramId,
    pub customer: CustomerId,
    pub conversion: ConversionId,
    pub policy: PolicyId,
    pub policy_version: u32,
    pub rules_revision: u32,
    /// SHA-256 of the evidence in canonical form, hexadecimal.
    pub evidence_digest: String,
    pub considered: Vec<Considered>,
    /// Empty: nobody is credited.
    pub shares: Vec<Share>,
    pub decided_at: Instant,
}

impl Decision {
    /// Whether both say the same, whenever and under whatever id they were made.
    pub fn agrees_with(&self, other: &Decision) -> bool {
        self.conversion == other.conversion
            && self.policy == other.policy
            && self.evidence_digest == other.evidence_digest
            && self.considered == other.considered
            && self.shares == other.shares
    }

    pub fn share_of(&self, enrolment: EnrolmentId) -> u32 {
        let share = self.shares.iter().find(|share| share.enrolment == enrolment);
        share.map_or(0, |share| share.millionths)
    }
}
