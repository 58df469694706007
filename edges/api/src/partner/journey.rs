//! `GET /v1/partner/customers/{id}/journey`.

use crate::{
    access::AtPartner,
    intake::{Id, Query, required},
    problem::{PortalProblems, Problem},
    wire::{Eyes, Journey, JourneyRow},
};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;
use words::CustomerId;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShowOwnJourney {
    program_id: String,
}

/// Show the journey of a customer whom one touched
///
/// In the merchant's words. Others' touches are there without names and ids; what others earned, and who the customer
/// is, is left out.
#[utoipa::path(
    get, path = "/v1/partner/customers/{id}/journey", tag = "Portal", operation_id = "get_own_journey",
    params(("id" = String, Path, description = "Our id of the customer"), ShowOwnJourney),
    responses((status = 200, description = "The journey", body = Journey), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_own_journey(
    at: AtPartner,
    Id(id): Id<CustomerId>,
    Query(query): Query<ShowOwnJourney>,
) -> Result<Json<Journey>, Problem> {
    at.aside(move |at| async move {
        let program = required("program_id", &query.program_id)?;
        let portal = at.portal().await?;
        let journey = portal.journey(program, id).await?;
        let eyes = Eyes::Partner(portal.partner());
        at.presenter(&portal).json(JourneyRow { journey, eyes }).await
    })
    .await
}
