//! Partners and their places in programs.

use super::EnrolmentStatus;
use engine::ports::Vault;
use serde::Serialize;
use utoipa::ToSchema;

/// Someone who refers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Partner {
    #[schema(example = "prt_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub display_name: String,
    /// Null when it was never given, or was erased.
    pub email: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl Partner {
    pub(crate) fn open(it: program::Partner, vault: &dyn Vault) -> Self {
        let personal = &it.personal;
        let email = || vault.open(personal.key.as_ref()?, personal.email.as_ref()?);
        let email = email();
        Self::with_email(it, email)
    }

    pub(crate) fn with_email(it: program::Partner, email: Option<String>) -> Self {
        Self {
            id: it.id.to_string(),
            email,
            display_name: it.display_name,
            created_at: it.created_at.to_string(),
        }
    }
}

/// A partner in a program.
#[derive(Serialize, ToSchema)]
pub(crate) struct Enrolment {
    #[schema(example = "enr_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program_id: String,
    pub partner_id: String,
    pub group_id: String,
    pub status: EnrolmentStatus,
    #[schema(format = DateTime)]
    pub approved_at: String,
    /// When it stopped earning; nothing later is credited.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<program::Enrolment> for Enrolment {
    fn from(it: program::Enrolment) -> Self {
        Self {
            id: it.id.to_string(),
            program_id: it.program.to_string(),
            partner_id: it.partner.to_string(),
            group_id: it.group.to_string(),
            status: it.status.into(),
            approved_at: it.approved_at.to_string(),
            ended_at: it.ended_at.map(|at| at.to_string()),
            created_at: it.created_at.to_string(),
        }
    }
}
