//! A conversion's decision and commissions in plain words.

use super::{CommissionState, Money, PartnerRef, Said};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a conversion was credited as it was, in plain words: the same for merchant and partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct Explanation {
    pub conversion_id: String,
    /// Who was credited, and what became of every touch.
    pub sentences: Vec<Said>,
    /// What each credited partner is owed.
    pub credits: Vec<Credit>,
}

/// One partner's commission in plain words.
#[derive(Serialize, ToSchema)]
pub(crate) struct Credit {
    pub partner: PartnerRef,
    pub commission_id: String,
    pub state: CommissionState,
    /// What the partner keeps.
    pub amount: Money,
    pub sentences: Vec<Said>,
}

impl From<engine::Explanation> for Explanation {
    fn from(it: engine::Explanation) -> Self {
        Self {
            conversion_id: it.conversion.id.to_string(),
            sentences: Said::all(it.sentences),
            credits: it.credits.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<engine::Credit> for Credit {
    fn from(it: engine::Credit) -> Self {
        Self {
            partner: PartnerRef { id: it.partner.to_string(), name: it.partner_name },
            commission_id: it.commission.to_string(),
            state: it.state.into(),
            amount: it.amount.into(),
            sentences: Said::all(it.sentences),
        }
    }
}
