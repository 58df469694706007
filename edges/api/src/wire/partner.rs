//! Partners and their places in programs.

use super::{EnrollmentStatus, PartnerRef, ProgramRef};
use crate::present::{View, Viewer};
use engine::Mentioned;
use engine::ports::Vault;
use serde::Serialize;
use utoipa::ToSchema;
use words::Sealed;

/// Someone who refers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Partner {
    #[schema(example = "prt_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub display_name: String,
    /// Null when it was never given, or was erased.
    pub email: Option<String>,
    /// The business, as the merchant looks it up.
    pub company: Option<String>,
    pub website: Option<String>,
    /// What the merchant notes; null on the partner's side.
    pub notes: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl View for Partner {
    type Row = program::Partner;

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self::open(it, by.vault)
    }
}

impl Partner {
    /// As the merchant sees them.
    pub(crate) fn open(it: program::Partner, vault: &dyn Vault) -> Self {
        let (email, website, notes) = {
            let personal = &it.personal;
            let open = |sealed: &Option<Sealed>| vault.open(personal.key.as_ref()?, sealed.as_ref()?);
            (open(&personal.email), open(&personal.website), open(&personal.notes))
        };
        Self {
            id: it.id.to_string(),
            email,
            display_name: it.display_name,
            company: it.company,
            website,
            notes,
            created_at: it.created_at.to_string(),
        }
    }

    /// As they see themselves.
    pub(crate) fn own(it: program::Partner, vault: &dyn Vault) -> Self {
        Self { notes: None, ..Self::open(it, vault) }
    }
}

/// A partner in a program.
#[derive(Serialize, ToSchema)]
pub(crate) struct Enrollment {
    #[schema(example = "enr_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub partner: PartnerRef,
    pub group_id: String,
    pub status: EnrollmentStatus,
    /// Why it came to its status, if somebody said so.
    pub reason: Option<String>,
    /// When it came to its status.
    #[schema(format = DateTime)]
    pub since: String,
    /// The first approval; null before it.
    #[schema(format = DateTime)]
    pub approved_at: Option<String>,
    /// The enrollment of the partner who brought this one.
    pub recruited_by: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl View for Enrollment {
    type Row = program::Enrollment;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            group_id: it.group.to_string(),
            status: it.status.into(),
            reason: it.reason,
            since: it.since.to_string(),
            approved_at: it.approved_at.map(|at| at.to_string()),
            recruited_by: it.recruited.map(|recruited| recruited.by.to_string()),
            created_at: it.created_at.to_string(),
        }
    }
}
