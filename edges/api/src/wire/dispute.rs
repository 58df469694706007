//! Disputes, as the merchant and as the partner see them.

use super::{
    Booking, CommissionState, CustomerRef, DisputeKind, DisputeMove, DisputeReason, DisputeStatus, Money,
    PartnerRef, Party, ProgramRef, said,
};
use crate::present::{View, Viewer};
use commission::Booked;
use engine::Mentioned;
use engine::ports::Vault;
use serde::Serialize;
use utoipa::ToSchema;
use words::{Money as Amount, Sealed, Sentence};

/// A sale that a partner has no commission for, as the partner knows it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisputedSale {
    /// The merchant's own number of the order.
    pub order: String,
    #[schema(format = DateTime)]
    pub occurred_at: String,
    pub amount: Money,
    /// How the partner knows the customer.
    pub customer: Option<String>,
    pub link_id: Option<String>,
}

/// One line of a dispute's history.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisputeTurn {
    #[schema(format = DateTime)]
    pub at: String,
    pub did: DisputeMove,
    pub by: Party,
    /// The id of the user or key; partners do not see who of the merchant's people it was.
    pub actor: Option<String>,
    pub reason: Option<DisputeReason>,
    pub note: Option<String>,
    /// Links and other references.
    pub references: Vec<String>,
}

/// What had been decided about the conversion and what was owed for it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisputeRecord {
    #[schema(format = DateTime)]
    pub at: String,
    /// The decision and the arithmetic in plain words, as the reader may read them.
    pub sentences: Vec<String>,
    pub state: Option<CommissionState>,
    /// What the partner kept then.
    pub amount: Money,
}

/// What an upheld dispute booked.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisputeBooking {
    pub kind: Booking,
    /// Of the commission, the correction or the conversion.
    pub id: String,
}

/// A commission that is disputed, or a sale that has none.
#[derive(Serialize, ToSchema)]
pub(crate) struct Dispute {
    #[schema(example = "dsp_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    pub kind: DisputeKind,
    pub status: DisputeStatus,
    /// Null for a sale without a commission, until it is upheld.
    pub commission_id: Option<String>,
    /// What it is about, once that is known.
    pub conversion_id: Option<String>,
    pub customer: Option<CustomerRef>,
    pub sale: Option<DisputedSale>,
    /// What the partner says that the commission should be.
    pub expected: Option<Money>,
    /// What it was upheld at.
    pub granted: Option<Money>,
    pub booked: Vec<DisputeBooking>,
    pub history: Vec<DisputeTurn>,
    pub opened_with: DisputeRecord,
    pub settled_with: Option<DisputeRecord>,
    /// When it is decided without anybody, or lost, whoever's turn it is.
    #[schema(format = DateTime)]
    pub due_at: String,
    #[schema(format = DateTime)]
    pub opened_at: String,
    #[schema(format = DateTime)]
    pub changed_at: String,
    #[schema(format = DateTime)]
    pub erased_at: Option<String>,
}

/// One's own dispute.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnDispute {
    #[schema(example = "dsp_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub kind: DisputeKind,
    pub status: DisputeStatus,
    pub commission_id: Option<String>,
    pub sale: Option<DisputedSale>,
    /// What you say that the commission should be.
    pub expected: Option<Money>,
    /// What it was upheld at.
    pub granted: Option<Money>,
    pub booked: Vec<DisputeBooking>,
    pub history: Vec<DisputeTurn>,
    pub opened_with: DisputeRecord,
    pub settled_with: Option<DisputeRecord>,
    /// When it is decided without anybody, or lost, whoever's turn it is.
    #[schema(format = DateTime)]
    pub due_at: String,
    #[schema(format = DateTime)]
    pub opened_at: String,
    #[schema(format = DateTime)]
    pub changed_at: String,
}

/// A dispute and the key to what was written in it.
struct Opening<'a> {
    it: &'a commission::Dispute,
    vault: &'a dyn Vault,
}

impl Opening<'_> {
    fn open(&self, sealed: &Sealed) -> Option<String> {
        self.vault.open(self.it.key.as_ref()?, sealed)
    }

    fn money(&self, amount: i64) -> Money {
        Amount::new(amount, self.it.currency).into()
    }

    fn sale(&self) -> Option<DisputedSale> {
        self.it.claim.as_ref().map(|claim| DisputedSale {
            order: claim.order.clone(),
            occurred_at: claim.occurred_at.to_string(),
            amount: claim.amount.into(),
            customer: claim.customer.as_ref().and_then(|customer| self.open(customer)),
            link_id: claim.link.map(|id| id.to_string()),
        })
    }

    fn history(&self, names_merchant: bool) -> Vec<DisputeTurn> {
        let turn = |turn: &commission::Turn| DisputeTurn {
            at: turn.at.to_string(),
            did: turn.did.into(),
            by: turn.by.into(),
            actor: turn.actor.clone().filter(|_| names_merchant || turn.by == commission::Party::Partner),
            reason: turn.reason.map(Into::into),
            note: turn.note.as_ref().and_then(|note| self.open(note)),
            references: turn.references.iter().filter_map(|text| self.open(text)).collect(),
        };
        self.it.history.iter().map(turn).collect()
    }

    fn record(&self, record: &commission::Record, sentences: &[Sentence]) -> DisputeRecord {
        DisputeRecord {
            at: record.at.to_string(),
            sentences: said(sentences),
            state: record.state.map(Into::into),
            amount: self.money(record.amount),
        }
    }

    fn booked(&self) -> Vec<DisputeBooking> {
        let booking = |booked: &Booked| {
            let (kind, id) = match booked {
                Booked::Reinstated { commission } => (Booking::Reinstated, commission.to_string()),
                Booked::Adjusted { commission } => (Booking::Adjusted, commission.to_string()),
                Booked::Corrected { correction } => (Booking::Corrected, correction.to_string()),
                Booked::Repriced { conversion } => (Booking::Repriced, conversion.to_string()),
            };
            DisputeBooking { kind, id }
        };
        self.it.booked.iter().map(booking).collect()
    }
}

impl View for Dispute {
    type Row = commission::Dispute;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner).customer(it.customer);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let opening = Opening { it: &it, vault: by.vault };
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            kind: it.kind.into(),
            status: it.status.into(),
            commission_id: it.commission.map(|id| id.to_string()),
            conversion_id: it.conversion.map(|id| id.to_string()),
            customer: it.customer.map(|id| by.customer(id)),
            sale: opening.sale(),
            expected: it.expected.map(|amount| opening.money(amount)),
            granted: it.granted.map(|amount| opening.money(amount)),
            booked: opening.booked(),
            history: opening.history(true),
            opened_with: opening.record(&it.opened_with, &it.opened_with.merchant),
            settled_with: it.settled_with.as_ref().map(|record| opening.record(record, &record.merchant)),
            due_at: it.due_at.to_string(),
            opened_at: it.opened_at.to_string(),
            changed_at: it.changed_at.to_string(),
            erased_at: it.erased_at.map(|at| at.to_string()),
        }
    }
}

impl View for OwnDispute {
    type Row = commission::Dispute;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let opening = Opening { it: &it, vault: by.vault };
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            kind: it.kind.into(),
            status: it.status.into(),
            commission_id: it.commission.map(|id| id.to_string()),
            sale: opening.sale(),
            expected: it.expected.map(|amount| opening.money(amount)),
            granted: it.granted.map(|amount| opening.money(amount)),
            booked: opening.booked(),
            history: opening.history(false),
            opened_with: opening.record(&it.opened_with, &it.opened_with.partner),
            settled_with: it.settled_with.as_ref().map(|record| opening.record(record, &record.partner)),
            due_at: it.due_at.to_string(),
            opened_at: it.opened_at.to_string(),
            changed_at: it.changed_at.to_string(),
        }
    }
}
