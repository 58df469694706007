//! `POST /v1/simulations/{id}/apply`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::{Money, Simulation},
};
use axum::Json;
use engine::{Error, need::WritePrograms, simulations};
use serde::Deserialize;
use utoipa::ToSchema;
use words::SimulationId;

/// `forward`: to what occurs from now on. `from_date`: to what occurred since the simulation's date, too; the
/// differences are booked, and what statements show is adjusted in the next ones.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Application {
    Forward,
    FromDate,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "application": "forward", "difference": { "amount": -12_350, "currency": "EUR" } }))]
pub(crate) struct ApplySimulation {
    application: Application,
    /// The simulation's `total.difference`, as a sign that it was read.
    difference: Money,
}

/// Apply a simulation
///
/// Publishes what was tried as new versions. Only a simulation that is done, of the rules as they still are, and only
/// with the difference that it found. One that is applied already stays as it is.
#[utoipa::path(
    post, path = "/v1/simulations/{id}/apply", tag = "What-if", operation_id = "apply_simulation",
    params(("id" = String, Path, description = "The simulation's id")),
    request_body = ApplySimulation,
    responses((status = 200, description = "The simulation", body = Simulation), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn apply_simulation(
    manager: Allowed<WritePrograms>,
    Id(id): Id<SimulationId>,
    intake::Json { value, hash }: intake::Json<ApplySimulation>,
) -> Result<Json<Simulation>, Problem> {
    manager
        .aside(move |manager| async move {
            let application = match value.application {
                Application::Forward => engine::Application::Forward,
                Application::FromDate => engine::Application::FromDate,
            };
            let difference = value.difference.read().map_err(Error::from)?;
            let done =
                simulations::apply(manager.engine(), &manager.permit(&hash), id, (application, difference))
                    .await?;
            manager.presenter().json(done).await
        })
        .await
}
