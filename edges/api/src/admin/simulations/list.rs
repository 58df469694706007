//! `GET /v1/simulations`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Simulation,
};
use axum::response::Response;
use engine::need::ReadConversions;

type SimulationList = List<Simulation>;

/// List simulations
#[utoipa::path(
    get, path = "/v1/simulations", tag = "Credit", operation_id = "list_simulations",
    params(Asked<Simulation>),
    responses(
        (status = 200, description = "What was tried, and what would have come of it", content((SimulationList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_simulations(
    reader: Allowed<ReadConversions>,
    asked: Asked<Simulation>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
