//! `GET /v1/partner/commissions`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::Commission,
};
use axum::response::Response;

type CommissionList = List<Commission>;

/// List one's own commissions
#[utoipa::path(
    get, path = "/v1/partner/commissions", tag = "Portal", operation_id = "list_own_commissions",
    params(Asked<Commission>),
    responses(
        (status = 200, description = "One's own", content((CommissionList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_commissions(
    at: AtPartner,
    asked: Asked<Commission>,
) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
