//! Deals that partners registered.

use super::{CustomerRef, DealStatus, Money, PartnerRef, ProgramRef, SeenPartnerRef};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;
use words::Sealed;

/// A company that a partner registered as an opportunity.
#[derive(Serialize, ToSchema)]
pub(crate) struct Deal {
    #[schema(example = "dea_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    /// Who registered it: the sourcing partner.
    pub partner: PartnerRef,
    pub company: String,
    /// Registrable, in lower case.
    pub domain: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub products: Vec<String>,
    /// What the partner expects it to bring.
    pub expected: Option<Money>,
    pub note: Option<String>,
    pub status: DealStatus,
    /// Why it was rejected or lost.
    pub reason: Option<String>,
    /// Who shares its credit, the sourcing partner first; empty until it is approved.
    pub parts: Vec<DealPart>,
    /// The customer that you know the company as; null until it is approved.
    pub customer: Option<CustomerRef>,
    /// No other evidence is credited for this customer before.
    #[schema(format = DateTime)]
    pub protected_until: Option<String>,
    #[schema(format = DateTime)]
    pub submitted_at: String,
    #[schema(format = DateTime)]
    pub changed_at: String,
}

/// A partner's part of a deal's credit.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealPart {
    pub partner: SeenPartnerRef,
    /// Of a million.
    pub millionths: u32,
}

impl View for Deal {
    type Row = referral::Deal;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner).customer(it.customer);
        for part in &it.parts {
            names.partner(part.partner);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let open = |sealed: &Option<Sealed>| {
            let (key, sealed) = it.personal.key.as_ref().zip(sealed.as_ref())?;
            by.vault.open(key, sealed)
        };
        Self {
            contact_name: open(&it.personal.name),
            contact_email: open(&it.personal.email),
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            company: it.company,
            domain: it.domain,
            products: it.products,
            expected: it.expected.map(Into::into),
            note: it.note,
            status: it.status.into(),
            reason: it.reason,
            parts: it
                .parts
                .into_iter()
                .map(|part| DealPart { partner: by.seen_partner(part.partner), millionths: part.millionths })
                .collect(),
            customer: it.customer.map(|id| by.customer(id)),
            protected_until: it.protected_until.map(|at| at.to_string()),
            submitted_at: it.submitted_at.to_string(),
            changed_at: it.changed_at.to_string(),
        }
    }
}

/// A deal with what stands in its way.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealShown {
    pub deal: Deal,
    /// Open deals that may be about the same company, the likeliest first.
    pub conflicts: Vec<DealConflict>,
}

/// Another deal that may be about the same company.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealConflict {
    pub deal: Deal,
    /// How sure it is that both are one company, of a million.
    pub score: u32,
    /// Whether it keeps the other from being approved while it is protected.
    pub is_likely_same: bool,
    /// Why: `same_domain`, `same_contact`, `same_name`, `similar_name`, `same_brand`, `name_within`, `initials`,
    /// `name_in_domain`, `different_domains`.
    pub signals: Vec<String>,
}

impl View for DealShown {
    type Row = engine::DealFile;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Deal::mentions(&it.deal, names);
        for conflict in &it.conflicts {
            Deal::mentions(&conflict.deal, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            deal: Deal::view(it.deal, by),
            conflicts: it.conflicts.into_iter().map(|conflict| DealConflict::new(conflict, by)).collect(),
        }
    }
}

impl DealConflict {
    fn new(it: engine::DealConflict, by: &Viewer<'_>) -> Self {
        let kind = |signal: &referral::Signal| {
            let value = serde_json::to_value(signal).unwrap_or_default();
            value["kind"].as_str().unwrap_or_default().to_owned()
        };
        Self {
            is_likely_same: it.likeness.is_likely_same(),
            score: it.likeness.score,
            signals: it.likeness.signals.iter().map(kind).collect(),
            deal: Deal::view(it.deal, by),
        }
    }
}
