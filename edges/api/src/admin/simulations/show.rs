//! `GET /v1/simulations/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::Simulation,
};
use axum::Json;
use engine::{need::ReadConversions, simulations};
use words::SimulationId;

/// Show a simulation: how far it is, and what it found so far
#[utoipa::path(
    get, path = "/v1/simulations/{id}", tag = "What-if", operation_id = "get_simulation",
    params(("id" = String, Path, description = "The simulation's id")),
    responses((status = 200, description = "The simulation", body = Simulation), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_simulation(
    reader: Allowed<ReadConversions>,
    Id(id): Id<SimulationId>,
) -> Result<Json<Simulation>, Problem> {
    let simulation = simulations::get(reader.engine(), &reader.permit(""), id).await?;
    reader.presenter().json(simulation).await
}
