//! What is submitted in lead forms, as the merchant and as the partner see it.

use super::{CustomerRef, PartnerRef, ProgramRef, SubmissionStatus};
use crate::present::{View, Viewer};
use engine::Mentioned;
use engine::ports::Vault;
use serde::Serialize;
use utoipa::ToSchema;
use words::Sealed;

/// A lead form, filled in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Submission {
    #[schema(example = "sub_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    /// Whose form it was.
    pub partner: PartnerRef,
    pub enrollment_id: String,
    pub name: Option<String>,
    /// Null once it is erased.
    pub email: Option<String>,
    pub company: Option<String>,
    pub message: Option<String>,
    pub status: SubmissionStatus,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// The customer with whom it was last found to be evidence.
    pub customer: Option<CustomerRef>,
    #[schema(format = DateTime)]
    pub submitted_at: String,
    #[schema(format = DateTime)]
    pub changed_at: String,
    #[schema(format = DateTime)]
    pub erased_at: Option<String>,
}

fn opened(it: &referral::Submission, sealed: Option<&Sealed>, vault: &dyn Vault) -> Option<String> {
    let (key, sealed) = it.personal.key.as_ref().zip(sealed)?;
    vault.open(key, sealed)
}

impl View for Submission {
    type Row = referral::Submission;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner).customer(it.customers.last().copied());
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            name: opened(&it, it.personal.name.as_ref(), by.vault),
            email: opened(&it, it.personal.email.as_ref(), by.vault),
            message: opened(&it, it.personal.notes.as_ref(), by.vault),
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            company: it.company,
            status: it.status.into(),
            reason: it.reason,
            customer: it.customers.last().map(|&id| by.customer(id)),
            submitted_at: it.submitted_at.to_string(),
            changed_at: it.changed_at.to_string(),
            erased_at: it.erased_at.map(|at| at.to_string()),
        }
    }
}

/// One's own lead form, filled in.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnSubmission {
    #[schema(example = "sub_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub company: Option<String>,
    /// The first letter and the domain.
    #[schema(example = "g…@acme.example")]
    pub email_hint: Option<String>,
    pub status: SubmissionStatus,
    /// Why it was rejected.
    pub reason: Option<String>,
    #[schema(format = DateTime)]
    pub submitted_at: String,
    #[schema(format = DateTime)]
    pub changed_at: String,
}

impl View for OwnSubmission {
    type Row = referral::Submission;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            email_hint: opened(&it, it.personal.email.as_ref(), by.vault).as_deref().map(hint),
            id: it.id.to_string(),
            program: by.program(it.program),
            company: it.company,
            status: it.status.into(),
            reason: it.reason,
            submitted_at: it.submitted_at.to_string(),
            changed_at: it.changed_at.to_string(),
        }
    }
}

/// Of an address, what tells it from others to whoever knows it.
fn hint(email: &str) -> String {
    let first: String = email.chars().take(1).collect();
    match email.rsplit_once('@') {
        Some((_, domain)) => format!("{first}…@{domain}"),
        None => format!("{first}…"),
    }
}
