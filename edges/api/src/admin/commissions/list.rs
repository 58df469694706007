//! `GET /v1/commissions`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Commission,
};
use axum::response::Response;
use engine::need::ReadCommissions;

type CommissionList = List<Commission>;

/// List commissions
#[utoipa::path(
    get, path = "/v1/commissions", tag = "Owed", operation_id = "list_commissions",
    params(Asked<Commission>),
    responses(
        (status = 200, description = "Commissions", content((CommissionList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_commissions(
    reader: Allowed<ReadCommissions>,
    asked: Asked<Commission>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
