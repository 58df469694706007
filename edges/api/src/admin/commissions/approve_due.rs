//! `POST /v1/programs/{id}/commissions/approve-due`.

use crate::{
    access::Allowed,
    intake::{Id, Nothing},
    problem::{Problem, WriteProblems},
};
use axum::Json;
use engine::{commissions, need::WriteCommissions};
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
    post, path = "/v1/programs/{id}/commissions/approve-due", tag = "Owed", operation_id = "approve_due_commissions",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "What was approved", body = DueApproved), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn approve_due_commissions(
    manager: Allowed<WriteCommissions>,
    Id(program): Id<ProgramId>,
    Nothing { hash }: Nothing,
) -> Result<Json<DueApproved>, Problem> {
    manager
        .aside(move |manager| async move {
            let approved =
                commissions::approve_due(manager.engine(), &manager.permit(&hash), program).await?;
            Ok(Json(DueApproved { approved }))
        })
        .await
}
