//! Deals that partners registered.

use super::{DealStatus, Money};
use engine::ports::Vault;
use serde::Serialize;
use utoipa::ToSchema;
use words::Sealed;

/// A company that a partner registered as an opportunity.
#[derive(Serialize, ToSchema)]
pub(crate) struct Deal {
    #[schema(example = "dea_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program_id: String,
    /// Who registered it: the sourcing partner.
    pub partner_id: String,
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
    pub customer_id: Option<String>,
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
    pub partner_id: String,
    /// Of a million.
    pub millionths: u32,
}

impl Deal {
    pub(crate) fn open(it: referral::Deal, vault: &dyn Vault) -> Self {
        let open = |sealed: &Option<Sealed>| {
            let (key, sealed) = it.personal.key.as_ref().zip(sealed.as_ref())?;
            vault.open(key, sealed)
        };
        Self {
            contact_name: open(&it.personal.name),
            contact_email: open(&it.personal.email),
            id: it.id.to_string(),
            program_id: it.program.to_string(),
            partner_id: it.partner.to_string(),
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
                .map(|part| DealPart { partner_id: part.partner.to_string(), millionths: part.millionths })
                .collect(),
            customer_id: it.customer.map(|id| id.to_string()),
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
    pub partner_name: String,
    /// Open deals that may be about the same company, the likeliest first.
    pub conflicts: Vec<DealConflict>,
}

/// Another deal that may be about the same company.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealConflict {
    pub deal: Deal,
    pub partner_name: String,
    /// How sure it is that both are one company, of a million.
    pub score: u32,
    /// Whether it keeps the other from being approved while it is protected.
    pub is_likely_same: bool,
    /// Why: `same_domain`, `same_contact`, `same_name`, `similar_name`, `same_brand`, `name_within`, `initials`,
    /// `name_in_domain`, `different_domains`.
    pub signals: Vec<String>,
}

impl DealShown {
    pub(crate) fn open(it: engine::DealFile, vault: &dyn Vault) -> Self {
        let name = |partner: Option<program::Partner>| partner.map(|it| it.display_name).unwrap_or_default();
        let conflict = |(deal, partner, likeness): (referral::Deal, _, referral::Likeness)| {
            let kind = |signal: &referral::Signal| {
                let value = serde_json::to_value(signal).unwrap_or_default();
                value["kind"].as_str().unwrap_or_default().to_owned()
            };
            DealConflict {
                is_likely_same: likeness.is_likely_same(),
                score: likeness.score,
                signals: likeness.signals.iter().map(kind).collect(),
                partner_name: name(partner),
                deal: Deal::open(deal, vault),
            }
        };
        Self {
            partner_name: name(it.partner),
            deal: Deal::open(it.deal, vault),
            conflicts: it.conflicts.into_iter().map(conflict).collect(),
        }
    }
}
