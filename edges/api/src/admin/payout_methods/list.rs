//! `GET /v1/payout-methods`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Method,
};
use axum::response::Response;
use engine::need::ReadPartners;

type MethodList = List<Method>;

/// List payout methods
///
/// How partners want to be paid, and wanted before; `standing=current` for what they want now.
#[utoipa::path(
    get, path = "/v1/payout-methods", tag = "Partners", operation_id = "list_payout_methods",
    params(Asked<Method>),
    responses(
        (status = 200, description = "Without where to", content((MethodList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_payout_methods(
    reader: Allowed<ReadPartners>,
    asked: Asked<Method>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
