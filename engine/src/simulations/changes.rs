//! What a simulation found, in words: the conversions that would be credited or paid otherwise, and why.

use crate::{
    Engine, Error, Mentioned, Permit, names,
    need::ReadConversions,
    rulebooks,
    simulations::{self, with_candidate},
};
use conversion::Reading;
use report::{KeptChange, Simulation};
use words::{PartnerId, Sentence, SimulationId};

/// Changes with the sentences of the decisions that would be made.
pub struct ChangesTold {
    pub simulation: Simulation,
    pub changes: Vec<(KeptChange, Vec<Sentence>)>,
}

/// The changes after a place, at most `limit`.
pub async fn changes(
    engine: &Engine,
    caller: &Permit<ReadConversions>,
    id: SimulationId,
    after: u64,
    limit: usize,
) -> Result<ChangesTold, Error> {
    let simulation = simulations::get(engine, caller, id).await?;
    let scope = caller.scope;
    let rulebook = rulebooks::load(engine, scope, simulation.program).await?;
    let tried = with_candidate(&rulebook, &simulation.candidate, simulation.created_at)?;
    let kept = engine.book().kept_changes(scope, id, after, limit).await?;
    let mut mentioned = Mentioned::default();
    for partner in kept.iter().flat_map(partners_in) {
        mentioned.partner(partner);
    }
    let names = names::of(engine, scope, &mentioned).await?;

    let mut changes = Vec::new();
    for change in kept {
        let mut sentences = Vec::new();
        if let Some(decision) = &change.change.decision {
            let file = engine.book().case_file(scope, change.change.conversion).await?;
            let known = tried.policies.iter().find(|policy| policy.id == decision.policy);
            // One that was tried has an id of that moment only; it is the last.
            let policy = known.or(tried.policies.last());
            if let (Some(file), Some(policy)) = (file, policy) {
                let policy = program::Policy { version: decision.policy_version, ..policy.clone() };
                let name_of =
                    |id: PartnerId| Some(names.partner(id).map_or_else(|| id.to_string(), str::to_owned));
                let reading = Reading { name_of: &name_of, in_full: true };
                sentences = conversion::explain(&file.conversion, decision, &policy, &reading);
            }
        }
        changes.push((change, sentences));
    }
    Ok(ChangesTold { simulation, changes })
}

/// Whom the sentences may name.
fn partners_in(kept: &KeptChange) -> Vec<PartnerId> {
    let change = &kept.change;
    let considered = change.decision.iter().flat_map(|decision| &decision.considered);
    considered.map(|considered| considered.finding.partner).collect()
}
