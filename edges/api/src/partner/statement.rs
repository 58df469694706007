//! `GET /v1/partner/statements/{id}`.

use crate::{
    access::AtPartner,
    intake::Id,
    problem::{PortalProblems, Problem},
    wire::{StatementPayment, StatementRow, StatementShown},
};
use axum::Json;
use words::StatementId;

/// Show one of one's own statements with its lines
#[utoipa::path(
    get, path = "/v1/partner/statements/{id}", tag = "Portal", operation_id = "get_own_statement",
    params(("id" = String, Path, description = "The statement's id")),
    responses((status = 200, description = "The statement", body = StatementShown), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_own_statement(
    at: AtPartner,
    Id(id): Id<StatementId>,
) -> Result<Json<StatementShown>, Problem> {
    at.aside(move |at| async move {
        let portal = at.portal().await?;
        let file = portal.statement(id).await?;
        let payment = portal.payment_of_statement(id).await?;
        let payment = payment.map(|transfer| StatementPayment { batch_id: None, ..transfer.into() });
        at.presenter(&portal).json(StatementRow { file, payment }).await
    })
    .await
}
