//! `GET /v1/partners`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Partner,
};
use axum::response::Response;
use engine::need::ReadPartners;

type PartnerList = List<Partner>;

/// List partners
#[utoipa::path(
    get, path = "/v1/partners", tag = "Partners", operation_id = "list_partners",
    params(Asked<Partner>),
    responses(
        (status = 200, description = "Partners", content((PartnerList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_partners(
    reader: Allowed<ReadPartners>,
    asked: Asked<Partner>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
