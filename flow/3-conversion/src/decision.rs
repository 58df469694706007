//! The record of a decision: every touch considered, eligible or the coded reason why not, what the credit rests on,
//! and the shares. It can be read, and decided again from what it names.

use crate::{Considered, Correction, considered};
use serde::{Deserialize, Serialize};
use words::{
    ConversionId, CustomerId, DecisionId, EnrollmentId, Instant, PartnerId, PolicyId, ProgramId, Scope,
    TouchId,
};

/// Why a touch is not eligible, in the order in which it is tested: the first that applies is the reason. Codes are
/// stable; the text beside each is what people read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    OutsideLookBack,
    ProtectionEnded,
    FormRejected,
    PartnerNotActive,
    SelfReferral,
    Bot,
    NoConsent,
    TooFast,
    ExistingCustomer,
    Unconfirmed,
    CodeWithoutOwner,
    OutrankedByServer,
    StandDown,
}

impl Refusal {
    pub const ALL: [Refusal; 13] = [
        Refusal::OutsideLookBack,
        Refusal::ProtectionEnded,
        Refusal::FormRejected,
        Refusal::PartnerNotActive,
        Refusal::SelfReferral,
        Refusal::Bot,
        Refusal::NoConsent,
        Refusal::TooFast,
        Refusal::ExistingCustomer,
        Refusal::Unconfirmed,
        Refusal::CodeWithoutOwner,
        Refusal::OutrankedByServer,
        Refusal::StandDown,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Refusal::OutsideLookBack => "outside_look_back",
            Refusal::ProtectionEnded => "protection_ended",
            Refusal::FormRejected => "form_rejected",
            Refusal::PartnerNotActive => "partner_not_active",
            Refusal::SelfReferral => "self_referral",
            Refusal::Bot => "bot",
            Refusal::NoConsent => "no_consent",
            Refusal::TooFast => "too_fast",
            Refusal::ExistingCustomer => "existing_customer",
            Refusal::Unconfirmed => "unconfirmed",
            Refusal::CodeWithoutOwner => "code_without_owner",
            Refusal::OutrankedByServer => "outranked_by_server",
            Refusal::StandDown => "stand_down",
        }
    }

    /// Completes "the touch is not eligible because …".
    pub fn meaning(self) -> &'static str {
        match self {
            Refusal::OutsideLookBack => "it is older than the policy looks back",
            Refusal::ProtectionEnded => "the protection of the registered deal had ended",
            Refusal::FormRejected => "the merchant rejected what was submitted in the lead form",
            Refusal::PartnerNotActive => "the partner did not take part in the program at that time",
            Refusal::SelfReferral => {
                "the customer is or was known under an address of the partner, or is of the partner's own company"
            }
            Refusal::Bot => "it was made by a program, not a person",
            Refusal::NoConsent => "the visitor had not consented, which the policy asks for",
            Refusal::TooFast => "the click came later before the conversion than the policy allows",
            Refusal::ExistingCustomer => {
                "the customer had bought before, and the policy credits new customers only"
            }
            Refusal::Unconfirmed => {
                "a browser reported it, and the policy counts only what the merchant's server confirms"
            }
            Refusal::CodeWithoutOwner => {
                "the code counts only for customers whom its owner led in another way too, and this one came without"
            }
            Refusal::OutrankedByServer => {
                "only a browser vouches for it, and the merchant's own server named another touch"
            }
            Refusal::StandDown => {
                "the click came so late that it does not displace the earlier touch of another partner"
            }
        }
    }
}

/// The outcome of one touch in one decision.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    Credited,
    /// Eligible, but the model chose another touch.
    NotChosen,
    /// Eligible, but the customer's bond with who led them first is kept under this policy.
    BehindBond,
    /// Eligible, but a code used at the purchase wins outright under this policy.
    BehindCode,
    /// Eligible, but a registered deal is inside its protection.
    BehindDeal,
    /// Eligible, but the merchant decided by hand.
    BehindCorrection,
    Refused {
        reason: Refusal,
    },
}

/// What a decision's credit rests on: the first of these that is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The merchant decided by hand.
    Correction,
    /// A registered deal inside its protection.
    Deal,
    /// A code used at the purchase, where the policy says that it wins.
    Code,
    /// The credit of the customer's first credited conversion, where the policy keeps it.
    Bond,
    /// The policy's model over all eligible touches.
    #[default]
    Model,
}

impl Basis {
    pub const ALL: [Basis; 5] = [Basis::Correction, Basis::Deal, Basis::Code, Basis::Bond, Basis::Model];

    pub fn code(self) -> &'static str {
        match self {
            Basis::Correction => "correction",
            Basis::Deal => "deal",
            Basis::Code => "code",
            Basis::Bond => "bond",
            Basis::Model => "model",
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Basis::Correction => "what the merchant decided by hand about this conversion, with the reason",
            Basis::Deal => "a registered deal inside its protection; of several, the one registered first",
            Basis::Code => "a code used at this purchase, if the policy says that it wins",
            Basis::Bond => {
                "who was credited for the customer's first credited conversion, if the policy keeps that"
            }
            Basis::Model => "the policy's model over all eligible touches",
        }
    }

    /// What it makes of the eligible touches that it does not credit.
    pub(crate) fn passed_over(self) -> Outcome {
        match self {
            Basis::Correction => Outcome::BehindCorrection,
            Basis::Deal => Outcome::BehindDeal,
            Basis::Code => Outcome::BehindCode,
            Basis::Bond => Outcome::BehindBond,
            Basis::Model => Outcome::NotChosen,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Share {
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    /// Of a million; the shares of a decision sum to a million, or there are none.
    pub millionths: u32,
}

/// The credit of a customer's first credited conversion, as far as its partners still take part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Bond {
    pub conversion: ConversionId,
    pub shares: Vec<Share>,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
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
    #[serde(with = "considered")]
    pub considered: Vec<Considered>,
    /// How many touches up to the conversion's time were not weighed, since the customer has too many.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u32,
    #[serde(default)]
    pub basis: Basis,
    /// What stood above the evidence, kept to decide again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bond: Option<Bond>,
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
            && self.left_out == other.left_out
            && self.basis == other.basis
            && self.correction == other.correction
            && self.bond == other.bond
            && self.shares == other.shares
    }

    /// The touches that got a part of the credit.
    pub fn credited_touches(&self) -> impl Iterator<Item = TouchId> + '_ {
        let credited = self.considered.iter().filter(|it| it.finding.outcome == Outcome::Credited);
        credited.map(|it| it.touch)
    }

    pub fn share_of(&self, enrollment: EnrollmentId) -> u32 {
        let share = self.shares.iter().find(|share| share.enrollment == enrollment);
        share.map_or(0, |share| share.millionths)
    }
}
