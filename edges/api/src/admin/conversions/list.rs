//! `GET /v1/conversions`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Conversion,
};
use axum::response::Response;
use engine::need::ReadConversions;

type ConversionList = List<Conversion>;

/// List conversions
#[utoipa::path(
    get, path = "/v1/conversions", tag = "Credit", operation_id = "list_conversions",
    params(Asked<Conversion>),
    responses(
        (status = 200, description = "Conversions", content((ConversionList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_conversions(
    reader: Allowed<ReadConversions>,
    asked: Asked<Conversion>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
