//! `GET /v1/rates`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::DailyRate,
};
use axum::response::Response;
use engine::need::ReadStatements;

type RateList = List<DailyRate>;

/// List rates between currencies
#[utoipa::path(
    get, path = "/v1/rates", tag = "Owed", operation_id = "list_rates",
    params(Asked<DailyRate>),
    responses(
        (status = 200, description = "One for each pair and day", content((RateList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_rates(
    reader: Allowed<ReadStatements>,
    asked: Asked<DailyRate>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
