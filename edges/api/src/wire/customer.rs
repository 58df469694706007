//! Customers, the touches that led them, and the referral these make.

use super::{Consent, CustomerRef, Evidence, PartnerRef, ProgramRef, Stage, TouchSource};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;

/// The referred person or organization.
#[derive(Serialize, ToSchema)]
pub(crate) struct Customer {
    #[schema(example = "cus_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    /// Your own id.
    pub external_id: String,
    /// Null when it was never sent, or was erased.
    pub email: Option<String>,
    pub name: Option<String>,
    /// Of an organization, registrable, in lower case.
    pub domain: Option<String>,
    /// The organizations that the person belongs to, which are customers themselves.
    pub organizations: Vec<CustomerRef>,
    /// Other customers with a verified e-mail address of theirs: the same person, where the program joins them.
    pub same_customers: Vec<CustomerRef>,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub erased_at: Option<String>,
}

impl View for Customer {
    type Row = referral::Customer;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        for &other in it.organizations.iter().chain(&it.same_as) {
            names.customer(other);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let open =
            |sealed: &Option<words::Sealed>| by.vault.open(it.personal.key.as_ref()?, sealed.as_ref()?);
        Self {
            id: it.id.to_string(),
            email: open(&it.personal.email),
            name: open(&it.personal.name),
            external_id: it.external_id,
            domain: it.domain,
            organizations: it.organizations.into_iter().map(|id| by.customer(id)).collect(),
            same_customers: it.same_as.into_iter().map(|id| by.customer(id)).collect(),
            created_at: it.created_at.to_string(),
            erased_at: it.erased_at.map(|at| at.to_string()),
        }
    }
}

/// The bond between a customer and the partner who leads by the evidence.
#[derive(Serialize, ToSchema)]
pub(crate) struct Referral {
    pub id: String,
    pub program: ProgramRef,
    pub customer: CustomerRef,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    pub stage: Stage,
    /// The partner's first touch with the customer.
    #[schema(format = DateTime)]
    pub began_at: String,
    /// When the partner's last touch leaves the policy's look-back window.
    #[schema(format = DateTime)]
    pub expires_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
}

impl View for Referral {
    type Row = referral::Referral;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner).customer(it.customer);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            customer: by.customer(it.customer),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            stage: it.stage.into(),
            began_at: it.began_at.to_string(),
            expires_at: it.expires_at.to_string(),
            updated_at: it.updated_at.to_string(),
        }
    }
}

/// One piece of evidence that a partner led a customer.
#[derive(Serialize, ToSchema)]
pub(crate) struct Touch {
    pub id: String,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    /// Of an organization's touch: which of its people it was.
    pub person: Option<CustomerRef>,
    pub evidence: Evidence,
    pub click_id: Option<String>,
    pub link_id: Option<String>,
    /// The code as it was written.
    pub code: Option<String>,
    pub source: TouchSource,
    pub consent: Consent,
    /// `person`, `repeat`, or `bot_` and the reason.
    #[schema(example = "person")]
    pub verdict: &'static str,
    #[schema(format = DateTime)]
    pub occurred_at: String,
    #[schema(format = DateTime)]
    pub recorded_at: String,
}

impl View for Touch {
    type Row = referral::Touch;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.partner(it.partner).customer(it.person);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let (click_id, link_id, code) = match &it.evidence {
            referral::Evidence::Click { click, link, .. } => {
                (Some(click.to_string()), Some(link.to_string()), None)
            }
            referral::Evidence::Link { link, .. } => (None, Some(link.to_string()), None),
            referral::Evidence::Code { written, .. } => (None, None, Some(written.clone())),
            referral::Evidence::Form { .. } | referral::Evidence::Deal { .. } => (None, None, None),
        };
        Self {
            id: it.id.to_string(),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            person: it.person.map(|id| by.customer(id)),
            evidence: it.class().into(),
            click_id,
            link_id,
            code,
            source: it.source.into(),
            consent: it.consent.into(),
            verdict: it.verdict.name(),
            occurred_at: it.occurred_at.to_string(),
            recorded_at: it.recorded_at.to_string(),
        }
    }
}
