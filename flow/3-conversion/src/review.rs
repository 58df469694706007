//! A review item: evidence that came after a closed statement had shown a conversion's commission decides it
//! differently, and a person is asked. Accepting it books adjustments; dismissing it keeps what was decided.

use crate::{Decision, Share};
use serde::{Deserialize, Serialize};
use words::{ConversionId, CustomerId, Instant, ProgramId, ReviewId, Scope};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    Open,
    /// Decided anew; the next statements show the difference.
    Accepted,
    /// What was decided stays.
    Dismissed,
    /// The evidence agrees again with what was decided.
    Settled,
}

impl ReviewStatus {
    pub const ALL: [ReviewStatus; 4] =
        [ReviewStatus::Open, ReviewStatus::Accepted, ReviewStatus::Dismissed, ReviewStatus::Settled];

    pub fn name(self) -> &'static str {
        match self {
            ReviewStatus::Open => "open",
            ReviewStatus::Accepted => "accepted",
            ReviewStatus::Dismissed => "dismissed",
            ReviewStatus::Settled => "settled",
        }
    }
}

/// One per conversion; newer evidence takes the place of what it proposed before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Review {
    pub id: ReviewId,
    pub scope: Scope,
    pub program: ProgramId,
    pub customer: CustomerId,
    pub conversion: ConversionId,
    /// Who is credited by the decision that stands.
    pub stands: Vec<Share>,
    /// What the evidence says now.
    pub proposed: Decision,
    pub status: ReviewStatus,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    /// The id of the user or key who closed it.
    pub closed_by: Option<String>,
    /// Why it was dismissed.
    pub reason: Option<String>,
}

impl Review {
    /// What becomes of the item, `before` if there is one, when the evidence proposes `proposed` instead of what
    /// stands; none when nothing changes. What was dismissed is not asked again.
    pub fn questioned(
        before: Option<&Review>,
        stands: &Decision,
        proposed: &Decision,
        id: ReviewId,
        now: Instant,
    ) -> Option<Review> {
        let differs = stands.shares != proposed.shares;
        match before {
            Some(open) if open.status == ReviewStatus::Open && !differs => {
                Some(Review { status: ReviewStatus::Settled, closed_at: Some(now), ..open.clone() })
            }
            Some(known) if known.status == ReviewStatus::Open && known.proposed.agrees_with(proposed) => None,
            Some(known)
                if known.status == ReviewStatus::Dismissed && known.proposed.shares == proposed.shares =>
            {
                None
            }
            _ if !differs => None,
            before => Some(Review {
                id: before.map_or(id, |before| before.id),
                scope: stands.scope,
                program: stands.program,
                customer: stands.customer,
                conversion: stands.conversion,
                stands: stands.shares.clone(),
                proposed: proposed.clone(),
                status: ReviewStatus::Open,
                opened_at: now,
                closed_at: None,
                closed_by: None,
                reason: None,
            }),
        }
    }
}
