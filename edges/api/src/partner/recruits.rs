//! `GET /v1/partner/recruits`.

use crate::{
    access::AtPartner,
    present::{View, Viewer},
    problem::{PortalProblems, Problem},
    wire::{Money, ProgramRef, SeenPartnerRef},
};
use axum::Json;
use engine::{Mentioned, RecruitShown};
use serde::Serialize;
use utoipa::ToSchema;

/// The partners whom one has brought.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnRecruits {
    /// The latest first, at most 200.
    items: Vec<OwnRecruit>,
}

/// A partner whom one has brought to a program.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnRecruit {
    program: ProgramRef,
    /// By the name that they call themselves, without an id.
    partner: SeenPartnerRef,
    /// Since when it counts that one brought them.
    #[schema(format = DateTime)]
    since: String,
    /// When they were first approved; null before.
    #[schema(format = DateTime)]
    joined_at: Option<String>,
    /// What one earned for them, held or approved.
    earned: Money,
}

/// List the partners one has brought
///
/// You recruit the partners who apply through the program's page with `?via=` and the id of your enrollment.
#[utoipa::path(
    get, path = "/v1/partner/recruits", tag = "Portal", operation_id = "list_own_recruits",
    responses((status = 200, description = "One's own", body = OwnRecruits), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_own_recruits(at: AtPartner) -> Result<Json<OwnRecruits>, Problem> {
    // Sums up every commission that recruiting them brought.
    at.aside(move |at| async move {
        let portal = at.portal().await?;
        let recruits = portal.recruits().await?;
        Ok(Json(OwnRecruits { items: at.presenter(&portal).all(recruits).await? }))
    })
    .await
}

impl View for OwnRecruit {
    type Row = RecruitShown;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            program: by.program(it.program),
            partner: SeenPartnerRef { id: None, name: Some(it.partner_name) },
            since: it.since.to_string(),
            joined_at: it.joined_at.map(|at| at.to_string()),
            earned: it.earned.into(),
        }
    }
}
