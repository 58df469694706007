//! `POST /v1/programs/{id}/commissions/approve-due`.

use crate::{
    access::Manager,
    intake::{Id, Nothing},
    problem::{Problem, WriteProblems},
    state::Api,
};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use words::ProgramId;

#[derive(Serialize, ToSchema)]
pub(crate) struct DueApproved {
    /// How many commissions were approved.
    approved: u64,
}

/// Approve every commission whose hold has ended
///
/// The server does the same by itself every ten minutes. Calling again approves nothing twice, so no
/// Idempotency-Key is needed. No body is needed either.
#[utoipa::path(
    post, path = "/v1/programs/{id}/commissions/approve-due", tag = "Owed", operation_id = "approve_due",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "What was approved", body = DueApproved), WriteProblems),
    security(("api_key" = [])),
)]
pub(crate) async fn approve_due(
    State(api): State<Api>,
    manager: Manager,
    Id(program): Id<ProgramId>,
    Nothing { hash }: Nothing,
) -> Result<Json<DueApproved>, Problem> {
    let approved = api.engine.approve_due_commissions(&manager.caller(&hash), program).await?;
    Ok(Json(DueApproved { approved }))
}
