//! What is submitted in lead forms, as the merchant and as the partner see it.

use super::SubmissionStatus;
use engine::ports::Vault;
use serde::Serialize;
use utoipa::ToSchema;
use words::Sealed;

/// A lead form, filled in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Submission {
    #[schema(example = "sub_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program_id: String,
    /// Whose form it was.
    pub partner_id: String,
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
    pub customer_id: Option<String>,
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

impl Submission {
    pub(crate) fn open(it: referral::Submission, vault: &dyn Vault) -> Self {
        Self {
            name: opened(&it, it.personal.name.as_ref(), vault),
            email: opened(&it, it.personal.email.as_ref(), vault),
            message: opened(&it, it.personal.notes.as_ref(), vault),
            id: it.id.to_string(),
            program_id: it.program.to_string(),
            partner_id: it.partner.to_string(),
            enrollment_id: it.enrollment.to_string(),
            company: it.company,
            status: it.status.into(),
            reason: it.reason,
            customer_id: it.customers.last().map(ToString::to_string),
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
    pub program_id: String,
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

impl OwnSubmission {
    pub(crate) fn open(it: referral::Submission, vault: &dyn Vault) -> Self {
        Self {
            email_hint: opened(&it, it.personal.email.as_ref(), vault).as_deref().map(hint),
            id: it.id.to_string(),
            program_id: it.program.to_string(),
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
