//! `POST /v1/simulations/{id}/cancel`.

use crate::{
    access::Allowed,
    intake::{Id, Nothing},
    problem::{Problem, WriteProblems},
    wire::Simulation,
};
use axum::Json;
use engine::{need::WritePrograms, simulations};
use words::SimulationId;

/// Cancel a simulation
///
/// What it found so far stays. One that is over stays as it is. No body is needed.
#[utoipa::path(
    post, path = "/v1/simulations/{id}/cancel", tag = "What-if", operation_id = "cancel_simulation",
    params(("id" = String, Path, description = "The simulation's id")),
    responses((status = 200, description = "The simulation", body = Simulation), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn cancel_simulation(
    manager: Allowed<WritePrograms>,
    Id(id): Id<SimulationId>,
    Nothing { hash }: Nothing,
) -> Result<Json<Simulation>, Problem> {
    let simulation = simulations::cancel(manager.engine(), &manager.permit(&hash), id).await?;
    manager.presenter().json(simulation).await
}
