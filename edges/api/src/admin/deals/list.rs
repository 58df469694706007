//! `GET /v1/deals`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Deal,
};
use axum::response::Response;
use engine::need::ReadConversions;

type DealList = List<Deal>;

/// List deals
#[utoipa::path(
    get, path = "/v1/deals", tag = "Deals", operation_id = "list_deals",
    params(Asked<Deal>),
    responses(
        (status = 200, description = "What partners registered", content((DealList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_deals(
    reader: Allowed<ReadConversions>,
    asked: Asked<Deal>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
