//! What people decided about credit by hand, and what they are asked about it.

use super::{CustomerRef, ProgramRef, ReviewStatus, decision::Share};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;

/// Credit for a conversion decided by hand. It stands above all evidence until it is taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct Correction {
    #[schema(example = "cor_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub customer: CustomerRef,
    pub conversion_id: String,
    /// Who is credited; empty: nobody.
    pub shares: Vec<Share>,
    /// Merchant and partners read it.
    pub reason: String,
    /// The id of the user or key who decided it.
    pub by: String,
    #[schema(format = DateTime)]
    pub at: String,
    #[schema(format = DateTime)]
    pub taken_back_at: Option<String>,
}

impl View for Correction {
    type Row = conversion::Correction;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).customer(it.customer);
        for share in &it.shares {
            Share::mentions(share, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            customer: by.customer(it.customer),
            conversion_id: it.conversion.to_string(),
            shares: it.shares.into_iter().map(|share| Share::view(share, by)).collect(),
            reason: it.reason,
            by: it.by,
            at: it.at.to_string(),
            taken_back_at: it.taken_back_at.map(|at| at.to_string()),
        }
    }
}

/// A conversion in a closed statement that later evidence decides differently. One per conversion.
#[derive(Serialize, ToSchema)]
pub(crate) struct Review {
    #[schema(example = "rev_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub customer: CustomerRef,
    pub conversion_id: String,
    pub status: ReviewStatus,
    /// Who is credited by what was decided.
    pub stands: Vec<Share>,
    /// Who would be credited by the evidence as it is now.
    pub proposed: Vec<Share>,
    /// Why it was dismissed.
    pub reason: Option<String>,
    #[schema(format = DateTime)]
    pub opened_at: String,
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// The id of the user or key who closed it; null where the evidence did.
    pub closed_by: Option<String>,
}

impl View for Review {
    type Row = conversion::Review;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).customer(it.customer);
        for share in it.stands.iter().chain(&it.proposed.shares) {
            Share::mentions(share, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            customer: by.customer(it.customer),
            conversion_id: it.conversion.to_string(),
            status: it.status.into(),
            stands: it.stands.into_iter().map(|share| Share::view(share, by)).collect(),
            proposed: it.proposed.shares.into_iter().map(|share| Share::view(share, by)).collect(),
            reason: it.reason,
            opened_at: it.opened_at.to_string(),
            closed_at: it.closed_at.map(|at| at.to_string()),
            closed_by: it.closed_by,
        }
    }
}
