//! What a simulation found, in words: the conversions that would be credited or paid otherwise, and why.

use crate::{Engine, Error, Permit, need::ReadConversions, simulate::with_candidate};
use conversion::Reading;
use report::{KeptChange, Simulation};
use std::collections::BTreeMap;
use words::{PartnerId, Sentence, SimulationId};

/// Changes with the sentences of the decisions that would be made, and the names of the partners in them.
pub struct ChangesTold {
    pub simulation: Simulation,
    pub changes: Vec<(KeptChange, Vec<Sentence>)>,
    pub names: BTreeMap<PartnerId, String>,
}

impl Engine {
    /// The changes after a place, at most `limit`.
    pub async fn simulation_changes(
        &self,
        caller: &Permit<ReadConversions>,
        id: SimulationId,
        after: u64,
        limit: usize,
    ) -> Result<ChangesTold, Error> {
        let simulation = self.simulation(caller, id).await?;
        let scope = caller.scope;
        let rulebook = self.rulebook(scope, simulation.program).await?;
        let tried = with_candidate(&rulebook, &simulation.candidate, simulation.created_at)?;
        let kept = self.book().kept_changes(scope, id, after, limit).await?;
        let mut names = BTreeMap::new();
        for partner in kept.iter().flat_map(partners_in) {
            if let std::collections::btree_map::Entry::Vacant(unknown) = names.entry(partner) {
                let found = self.book().partner(scope, partner).await?;
                unknown.insert(found.map_or_else(|| partner.to_string(), |partner| partner.display_name));
            }
        }
        let mut changes = Vec::new();
        for change in kept {
            let mut sentences = Vec::new();
            if let Some(decision) = &change.change.decision {
                let file = self.book().case_file(scope, change.change.conversion).await?;
                let known = tried.policies.iter().find(|policy| policy.id == decision.policy);
                // One that was tried has an id of that moment only; it is the last.
                let policy = known.or(tried.policies.last());
                if let (Some(file), Some(policy)) = (file, policy) {
                    let policy = program::Policy { version: decision.policy_version, ..policy.clone() };
                    let name_of = |id: PartnerId| names.get(&id).cloned().or_else(|| Some(id.to_string()));
                    let reading = Reading { name_of: &name_of, in_full: true };
                    sentences = conversion::explain(&file.conversion, decision, &policy, &reading);
                }
            }
            changes.push((change, sentences));
        }
        Ok(ChangesTold { simulation, changes, names })
    }
}

fn partners_in(kept: &KeptChange) -> Vec<PartnerId> {
    let change = &kept.change;
    let considered = change.decision.iter().flat_map(|decision| &decision.considered);
    let parts = change.before.iter().chain(&change.after).map(|part| part.partner);
    parts.chain(considered.map(|considered| considered.finding.partner)).collect()
}
