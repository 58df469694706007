//! Commissions.

use super::{CommissionState, CustomerRef, Event, Money, PartnerRef, ProgramRef, Suspension, said};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;
use words::Money as Amount;

/// What one partner is owed for one share of one decision, or was granted beside it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Commission {
    #[schema(example = "com_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    /// Null for a grant.
    pub customer: Option<CustomerRef>,
    /// Null for a grant, which rests on no conversion.
    pub conversion_id: Option<String>,
    pub event: Event,
    pub state: CommissionState,
    /// What it waits for, if it is `disputed`.
    pub suspended_by: Vec<Suspension>,
    /// What the partner keeps: `earned` less `reversed`, or nothing when it was declined.
    pub amount: Money,
    pub earned: Money,
    /// What refunds took back.
    pub reversed: Money,
    /// The share of the credit that earned it, of a million; 0 when later evidence took it away.
    pub share_millionths: u32,
    /// The terms that priced it; null when the group had none.
    pub terms_id: Option<String>,
    /// The arithmetic and the state in plain words.
    pub explanation: Vec<String>,
    /// Until when it is held before it can be approved; null for what earned nothing, or was reversed, declined or withdrawn.
    #[schema(format = DateTime)]
    pub hold_until: Option<String>,
    /// Whether a person has to approve it, or what it rose by since it was approved: it exceeds what the terms approve without
    /// one.
    pub awaits_approval: bool,
    #[schema(format = DateTime)]
    pub approved_at: Option<String>,
    #[schema(format = DateTime)]
    pub declined_at: Option<String>,
    /// The first statement it stands in.
    pub statement_id: Option<String>,
    /// When the conversion occurred.
    #[schema(format = DateTime)]
    pub occurred_at: String,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl View for Commission {
    type Row = commission::Commission;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner).customer(it.customer);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let money = |amount| Money::from(Amount::new(amount, it.currency));
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            customer: it.customer.map(|id| by.customer(id)),
            conversion_id: it.conversion.map(|id| id.to_string()),
            event: it.event.into(),
            state: it.state().into(),
            suspended_by: it.suspended.iter().map(|&suspension| suspension.into()).collect(),
            amount: money(it.net()),
            earned: money(it.earned),
            reversed: money(it.reversed),
            share_millionths: it.share_millionths,
            terms_id: it.terms.map(|id| id.to_string()),
            explanation: said(&it.explain()),
            hold_until: it.held_until().map(|at| at.to_string()),
            awaits_approval: it.can_be_approved(),
            approved_at: it.approved_at.map(|at| at.to_string()),
            declined_at: it.declined.map(|declined| declined.at.to_string()),
            statement_id: it.statement.map(|id| id.to_string()),
            occurred_at: it.occurred_at.to_string(),
            created_at: it.created_at.to_string(),
        }
    }
}
