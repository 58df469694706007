//! `GET /v1/partner/transfers`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::OwnTransfer,
};
use axum::response::Response;

type OwnTransferList = List<OwnTransfer>;

/// List payments to oneself
#[utoipa::path(
    get, path = "/v1/partner/transfers", tag = "Portal", operation_id = "list_own_transfers",
    params(Asked<OwnTransfer>),
    responses(
        (status = 200, description = "One's own", content((OwnTransferList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_transfers(
    at: AtPartner,
    asked: Asked<OwnTransfer>,
) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
