//! `POST /v1/programs/{id}/simulations`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Id, Json, optional, required, text},
    problem::{Problem, WriteProblems},
    wire::{PolicyRules, Simulation, TermsDraft},
};
use engine::{Error, SimulationInput, need::WritePrograms, simulations};
use serde::Deserialize;
use utoipa::ToSchema;
use words::{Invalid, ProgramId};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "policy": { "model": "position_based", "look_back_days": 60, "code_wins": true },
    "since": "2026-09-01T00:00:00Z"
}))]
pub(crate) struct AskSimulation {
    /// The policy to try; the policies stay, if absent.
    policy: Option<PolicyRules>,
    /// Terms to try, each group once; other groups keep theirs.
    #[serde(default)]
    terms: Vec<TermsDraft>,
    /// As if the rules had held from then on; at most 1100 days back.
    #[schema(format = DateTime)]
    since: String,
    /// What occurred before then is looked at; now, if absent.
    #[schema(format = DateTime)]
    #[serde(default, deserialize_with = "text")]
    until: Option<String>,
}

impl AskSimulation {
    fn read(self) -> Result<SimulationInput, Error> {
        let terms: Result<_, Invalid> = self.terms.into_iter().map(TermsDraft::read).collect();
        Ok(SimulationInput {
            policy: self.policy.map(Into::into),
            terms: terms?,
            since: required("since", &self.since)?,
            until: optional("until", self.until.as_deref())?,
        })
    }
}

/// What a file asks that holds the body of this request.
pub fn read_simulation(text: &str) -> Result<SimulationInput, String> {
    let asked: AskSimulation = serde_json::from_str(text).map_err(|fault| fault.to_string())?;
    asked.read().map_err(|fault| fault.to_string())
}

/// Try other rules on history
///
/// A job decides and prices everything in the period again, and says what would change: nothing is changed by it.
/// Show the simulation until its status is `done`.
#[utoipa::path(
    post, path = "/v1/programs/{id}/simulations", tag = "What-if", operation_id = "create_simulation",
    params(("id" = String, Path, description = "The program's id"), IdempotencyHeader),
    request_body = AskSimulation,
    responses((status = 201, description = "The simulation, waiting", body = Simulation), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_simulation(
    manager: Allowed<WritePrograms>,
    Id(program): Id<ProgramId>,
    Json { value, hash }: Json<AskSimulation>,
) -> Result<Answer<Simulation>, Problem> {
    manager
        .aside(move |manager| async move {
            let input = value.read()?;
            let done = simulations::create(manager.engine(), &manager.permit(&hash), program, &input).await?;
            manager.presenter().created(done).await
        })
        .await
}
