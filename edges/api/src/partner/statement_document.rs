//! `GET /v1/partner/statements/{id}/document`.

use crate::{
    access::AtPartner,
    admin::WantedDocument,
    answer::attachment,
    intake::{Id, Query},
    problem::{PortalProblems, Problem},
};
use axum::response::Response;
use words::StatementId;

/// Take one of one's own statements as a document
///
/// A PDF, or a table with a row for each amount: those before `balance` add up to it.
#[utoipa::path(
    get, path = "/v1/partner/statements/{id}/document", tag = "Portal",
    operation_id = "download_own_statement",
    params(("id" = String, Path, description = "The statement's id"), WantedDocument),
    responses(
        (
            status = 200, description = "The document",
            content((Vec<u8> = "application/pdf"), (String = "text/csv"))
        ),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn download_own_statement(
    at: AtPartner,
    Id(id): Id<StatementId>,
    Query(wanted): Query<WantedDocument>,
) -> Result<Response, Problem> {
    at.aside(move |at| async move {
        let wanted = wanted.read()?;
        Ok(attachment(at.portal().await?.statement_document(id, wanted).await?))
    })
    .await
}
