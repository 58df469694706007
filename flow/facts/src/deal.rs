//! Deals that partners register.

use crate::{Object, example::example, shape::shape};
use referral::{DealPart, DealStatus};
use words::{DealId, Instant, MILLION, Money, PartnerId};

shape! {
    /// A newly registered deal.
    DealSubmitted {
        /// The deal.
        deal: DealId = example();
        /// The partner who registered it.
        partner: PartnerId = example();
        /// What the partner expects it to be worth.
        expected: Option<Money> = Some(example());
    }
    object(it) = Object::Deal(it.deal);
    partners(it) = vec![it.partner];
}

shape! {
    /// A deal as it is now.
    DealChanged {
        /// The deal.
        deal: DealId = example();
        /// The partner who registered it.
        partner: PartnerId = example();
        /// Its status now.
        status: DealStatus = DealStatus::Approved;
        /// Who shares its credit, in millionths that sum to a million; empty until it is approved.
        parts: Vec<DealPart> = vec![DealPart {
            enrollment: example(),
            partner: example(),
            millionths: MILLION,
        }];
        /// Until when no other evidence is credited; null until it is approved.
        #[serde(with = "crate::form::time::optional")]
        protected_until: Option<Instant> = Some(example());
    }
    object(it) = Object::Deal(it.deal);
    partners(it) = it.parts.iter().map(|part| part.partner).chain([it.partner]).collect();
}

shape! {
    /// A deal whose protection has ended.
    DealExpired {
        /// The deal.
        deal: DealId = example();
        /// The partner who registered it.
        partner: PartnerId = example();
    }
    object(it) = Object::Deal(it.deal);
    partners(it) = vec![it.partner];
}
