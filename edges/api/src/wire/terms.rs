//! Terms by version.

use super::{Cap, CustomerOffer, ProgramRef, Reward, Strategy, TermsAcceptance};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;

/// One version of a group's terms. The version in force when a referral began prices it and its
/// renewals.
#[derive(Serialize, ToSchema)]
pub(crate) struct Terms {
    #[schema(example = "trm_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub group_id: String,
    /// 1, 2, 3 …
    pub version: u32,
    /// In the order in which they are tried.
    pub rewards: Vec<Reward>,
    pub strategy: Strategy,
    /// Days that a commission is held before it can be approved.
    pub hold_days: u32,
    pub caps: Vec<Cap>,
    /// What earns more than this, in minor units, waits for a person after its hold.
    pub auto_approve_max: Option<i64>,
    /// What customers get who come by a partner of the group; null: nothing.
    pub customer_offer: Option<CustomerOffer>,
    pub acceptance: TermsAcceptance,
    /// Whether they also price what existing referrals bring after they begin to hold.
    pub applies_to_existing: bool,
    /// From when on they hold; before `published_at` where they were applied from a date on.
    #[schema(format = DateTime)]
    pub effective_from: String,
    #[schema(format = DateTime)]
    pub published_at: String,
}

impl View for Terms {
    type Row = program::Terms;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            group_id: it.group.to_string(),
            version: it.version,
            rewards: it.rewards.into_iter().map(Into::into).collect(),
            hold_days: it.hold_days,
            strategy: it.strategy.into(),
            caps: it.caps.into_iter().map(Into::into).collect(),
            auto_approve_max: it.auto_approve_max,
            customer_offer: it.customer_offer.map(Into::into),
            acceptance: it.acceptance.into(),
            applies_to_existing: it.applies_to_existing,
            effective_from: it.effective_from.unwrap_or(it.published_at).to_string(),
            published_at: it.published_at.to_string(),
        }
    }
}
