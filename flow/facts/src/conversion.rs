//! Conversions, and the credit for them: decisions, corrections, review items.

use crate::{Object, example::example, shape::shape};
use conversion::{Kind, ReviewStatus, Share};
use serde::{Deserialize, Serialize};
use words::{
    CommissionId, ConversionId, CorrectionId, Instant, MILLION, Money, PartnerId, PolicyId, ReviewId, TermsId,
};

/// What one partner earns by a conversion, and by which terms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PricedCommission {
    pub partner: PartnerId,
    pub commission: CommissionId,
    /// Minor units of the program's currency.
    pub earned: i64,
    /// None where no terms apply.
    pub terms: Option<TermsId>,
}

fn shares() -> Vec<Share> {
    vec![Share { enrollment: example(), partner: example(), millionths: MILLION }]
}

fn priced(earned: i64) -> Vec<PricedCommission> {
    vec![PricedCommission { partner: example(), commission: example(), earned, terms: Some(example()) }]
}

fn partners_of(shares: &[Share]) -> impl Iterator<Item = PartnerId> + '_ {
    shares.iter().map(|share| share.partner)
}

shape! {
    /// A lead, a stage or a sale.
    ConversionRecorded {
        /// The conversion.
        conversion: ConversionId = example();
        /// What the customer did.
        kind: Kind = Kind::Sale;
        /// What it is worth, in the program's currency; null where it has no amount.
        amount: Option<Money> = Some(example());
        /// When it occurred.
        #[serde(with = "crate::form::time")]
        occurred_at: Instant = example();
    }
    object(it) = Object::Conversion(it.conversion);
    partners(_it) = Vec::new();
}

shape! {
    /// A conversion that was priced again.
    ConversionRepriced {
        /// The conversion.
        conversion: ConversionId = example();
        /// What it is worth now, in the program's currency.
        amount: Option<Money> = Some(example());
        /// What partners earned by it before.
        before: Vec<PricedCommission> = priced(980);
        /// What they earn now.
        after: Vec<PricedCommission> = priced(1_225);
    }
    object(it) = Object::Conversion(it.conversion);
    partners(it) = it.before.iter().chain(&it.after).map(|priced| priced.partner).collect();
}

shape! {
    /// A refund, a chargeback, or the reversal of one, of a sale that is known.
    RefundRecorded {
        /// The refund, chargeback or reversal.
        conversion: ConversionId = example();
        /// The sale.
        sale: ConversionId = example();
        /// How much it takes back, or gives back, in the program's currency.
        amount: Option<Money> = Some(example());
    }
    object(it) = Object::Conversion(it.conversion);
    partners(_it) = Vec::new();
}

shape! {
    /// The same while it waits for its sale, or for what it reverses, to be reported.
    RefundWaiting {
        /// The refund, chargeback or reversal.
        conversion: ConversionId = example();
        /// The sale; null if that is what it waits for.
        sale: Option<ConversionId> = None;
        /// How much it takes back, or gives back.
        amount: Option<Money> = Some(example());
    }
    object(it) = Object::Conversion(it.conversion);
    partners(_it) = Vec::new();
}

shape! {
    /// Who is credited for a conversion.
    DecisionMade {
        /// The conversion.
        conversion: ConversionId = example();
        /// The policy that decided.
        policy: PolicyId = example();
        /// The revision of the program's code that decided.
        rules_revision: u32 = 1;
        /// SHA-256 of the evidence, hexadecimal.
        evidence_digest: String = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned();
        /// The shares, in millionths that sum to a million; empty if nobody is credited.
        shares: Vec<Share> = shares();
    }
    object(it) = Object::Decision(it.conversion);
    partners(it) = partners_of(&it.shares).collect();
}

shape! {
    /// What the merchant decided by hand about the credit for a conversion.
    CorrectionChanged {
        /// The correction.
        correction: CorrectionId = example();
        /// The conversion.
        conversion: ConversionId = example();
        /// The shares, in millionths that sum to a million; empty if nobody is credited.
        shares: Vec<Share> = shares();
    }
    object(it) = Object::Correction(it.correction);
    partners(it) = partners_of(&it.shares).collect();
}

shape! {
    /// A conversion whose credit later evidence questions.
    ReviewChanged {
        /// The review item.
        review: ReviewId = example();
        /// The conversion.
        conversion: ConversionId = example();
        /// Its status now.
        status: ReviewStatus = ReviewStatus::Open;
        /// Who is credited by the decision that stood when the item was opened.
        stands: Vec<Share> = shares();
        /// Whom the later evidence credits.
        proposed: Vec<Share> = Vec::new();
    }
    object(it) = Object::Review(it.review);
    partners(it) = partners_of(&it.stands).chain(partners_of(&it.proposed)).collect();
}
