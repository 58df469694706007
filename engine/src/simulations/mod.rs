//! Deeds about simulations: asked for, turned as a job, canceled, and applied, forward only or from their date on.

mod changes;
mod simulate;

pub use changes::{ChangesTold, changes};
pub(crate) use simulate::with_candidate;
pub use simulate::{Onlooker, simulate};

use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::{self, view},
    jobs, milestones,
    need::{ReadConversions, WritePrograms},
    policies::policy_published,
    ports::{
        Changes, Expected, JobChange, ListOf, ROWS_PER_COMMIT_MAX, Row, SimulationColumn, VersionKey, list_of,
    },
    rewards,
    rulebooks::{self, rules},
    simulations,
};
use facts::{Event, SimulationApplied, TermsPublished};
use program::{PolicyRules, policy_in_force};
use report::{
    Applied, CHANGES_KEPT_MAX, Candidate, Change, Effects, KeptChange, Simulation, SimulationStatus,
    TermsDraft,
};
use settlement::Rulebook;
use words::{Instant, Invalid, Money, PolicyId, ProgramId, Scope, SimulationId, TermsId};

/// Simulations of one workspace that wait or run at once.
pub const SIMULATIONS_AT_ONCE_MAX: usize = 5;

#[derive(Clone, Debug)]
pub struct SimulationInput {
    pub policy: Option<PolicyRules>,
    pub terms: Vec<TermsDraft>,
    pub since: Instant,
    /// Now, if absent.
    pub until: Option<Instant>,
}

/// How a simulation is applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Application {
    /// To what occurs from now on.
    Forward,
    /// To what occurred since the simulation's date, too.
    FromDate,
}

/// Asks for a simulation; a worker turns it.
pub async fn create(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    program: ProgramId,
    input: &SimulationInput,
) -> Result<Done<Simulation>, Error> {
    engine.transact(caller, "ask_simulation", move || attempt_create(engine, caller, program, input)).await
}

async fn attempt_create(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    input: &SimulationInput,
) -> Result<(Simulation, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let candidate = Candidate {
        policy: input.policy.clone(),
        terms: input.terms.clone(),
        since: input.since,
        until: input.until.unwrap_or(now),
    };
    candidate.check(now)?;
    let rulebook = rulebooks::load(engine, scope, program).await?;
    with_candidate(&rulebook, &candidate, now)?;
    let under_way = ListOf::<Simulation>::new(SIMULATIONS_AT_ONCE_MAX);
    let mut running = 0;
    for status in [SimulationStatus::Waiting, SimulationStatus::Running] {
        let query = under_way.clone().only(SimulationColumn::STATUS, status.name());
        running += list_of(engine.book(), scope, &query).await?.len();
    }
    if running >= SIMULATIONS_AT_ONCE_MAX {
        let expected = format!("at most {SIMULATIONS_AT_ONCE_MAX} simulations under way");
        return Err(Invalid::new("simulation", expected).into());
    }
    let simulation = Simulation {
        id: SimulationId::draw(now, engine.draw()),
        scope,
        program,
        currency: rulebook.program.currency,
        candidate,
        status: SimulationStatus::Waiting,
        customers: 0,
        customers_done: 0,
        effects: Effects::default(),
        kept: 0,
        rules_version: rulebook.version,
        applied: None,
        by: caller.actor.id(),
        created_at: now,
        finished_at: None,
    };
    let job = jobs::put(engine, scope, program, jobs::Simulate { simulation: simulation.id }, now);
    let audit =
        vec![audit::entry(engine, caller, now, "simulation.asked", simulation.id, (None, view(&simulation)))];
    let rows = vec![Row::Simulation(simulation.clone())];
    Ok((simulation, Changes { rows, jobs: vec![job], audit, ..Changes::default() }))
}

pub async fn get(
    engine: &Engine,
    caller: &Permit<ReadConversions>,
    id: SimulationId,
) -> Result<Simulation, Error> {
    Ok(find(engine, caller.scope, id).await?.0)
}

async fn find(engine: &Engine, scope: Scope, id: SimulationId) -> Result<(Simulation, Expected), Error> {
    let key = VersionKey::Simulation(id);
    let version = engine.book().version(&key).await?;
    let query = ListOf::<Simulation>::new(1).only(SimulationColumn::ID, id);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    Ok((found.ok_or_else(|| Error::not_found("simulation", id))?, Expected { key, version }))
}

/// Ends it; what it found so far stays. One that is over stays as it is.
pub async fn cancel(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    id: SimulationId,
) -> Result<Simulation, Error> {
    let now = engine.now();
    let caller = &caller.without_idempotency();
    let end = |simulation: &mut Simulation| {
        simulation.status = SimulationStatus::Canceled;
        simulation.finished_at = Some(now);
    };
    Ok(change(engine, caller, id, &end, Vec::new()).await?.0)
}

/// Changes a simulation that is not over; false when it is.
async fn change(
    engine: &Engine,
    caller: &Caller,
    id: SimulationId,
    change: &(dyn Fn(&mut Simulation) + Send + Sync),
    kept: Vec<KeptChange>,
) -> Result<(Simulation, bool), Error> {
    let kept = &kept;
    let attempt = move || async move {
        let (before, expected) = find(engine, caller.scope, id).await?;
        if before.status.is_over() {
            return Ok(((before, false), Changes::default()));
        }
        let mut after = before;
        change(&mut after);
        let mut rows = vec![Row::Simulation(after.clone())];
        rows.extend(kept.iter().cloned().map(|kept| Row::KeptChange(Box::new(kept))));
        Ok(((after, true), Changes { expected: vec![expected], rows, ..Changes::default() }))
    };
    Ok(engine.transact(caller, "change_simulation", attempt).await?.value)
}

/// The job: from the beginning, also when an earlier turn of it was broken off.
pub(crate) async fn run(engine: &Engine, caller: &Caller, id: SimulationId) -> Result<(), Error> {
    let (simulation, _) = find(engine, caller.scope, id).await?;
    if simulation.status.is_over() {
        return Ok(());
    }
    let (scope, program, candidate) = (caller.scope, simulation.program, simulation.candidate.clone());
    let customers = engine.book().count_customer_histories(scope, program, candidate.since).await?;
    let begin = |simulation: &mut Simulation| {
        simulation.status = SimulationStatus::Running;
        simulation.customers = customers;
    };
    change(engine, caller, id, &begin, Vec::new()).await?;
    let mut keeper = Keeper { engine, caller, id, kept: 0 };
    let found = simulations::simulate(engine, scope, program, &candidate, &mut keeper).await;
    let status = match &found {
        Ok(None) => return Ok(()),
        Ok(Some(_)) => SimulationStatus::Done,
        Err(Error::Storage(_) | Error::Busy) => return found.map(|_| ()),
        // Input that was good when it was asked is not any more; trying again changes nothing.
        Err(_) => SimulationStatus::Failed,
    };
    let now = engine.now();
    let end = |simulation: &mut Simulation| {
        simulation.status = status;
        simulation.finished_at = Some(now);
    };
    change(engine, caller, id, &end, Vec::new()).await?;
    Ok(())
}

/// Publishes what the simulation tried. `difference` is what its asker was shown and agreed to.
pub async fn apply(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    id: SimulationId,
    (application, difference): (Application, Money),
) -> Result<Simulation, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || attempt_apply(engine, caller, id, (application, difference));
    Ok(engine.transact(caller, "apply_simulation", attempt).await?.value)
}

async fn attempt_apply(
    engine: &Engine,
    caller: &Caller,
    id: SimulationId,
    (application, difference): (Application, Money),
) -> Result<(Simulation, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let (before, expected) = find(engine, scope, id).await?;
    if before.applied.is_some() {
        return Ok((before, Changes::default()));
    }
    let rulebook = rulebooks::load(engine, scope, before.program).await?;
    let agreed = Money::new(before.effects.total.difference(), before.currency);
    if before.status != SimulationStatus::Done {
        let expected = format!("a simulation that is done, not {}", before.status.name());
        return Err(Invalid::new("status", expected).into());
    }
    if before.rules_version != rulebook.version {
        let expected = "a simulation of the rules as they are; they changed since, so simulate again";
        return Err(Invalid::new("simulation", expected).into());
    }
    if difference != agreed {
        let expected = format!("the difference of the simulation, {agreed}");
        return Err(Invalid::new("difference", expected).into());
    }
    let since = match application {
        Application::Forward => None,
        Application::FromDate if before.candidate.until < before.created_at => {
            let expected = "a simulation that reaches to the time when it was asked for";
            return Err(Invalid::new("until", expected).into());
        }
        Application::FromDate => Some(before.candidate.since),
    };
    let mut changes = Changes { expected: vec![expected], ..Changes::default() };
    changes.expected.push(rules(&rulebook));
    publish_candidate(engine, caller, &rulebook, (&before.candidate, since), &mut changes)?;
    let applied = Some(Applied { at: now, by: caller.actor.id(), since });
    let after = Simulation { applied, ..before.clone() };
    let applied = SimulationApplied { simulation: id, since, difference: agreed };
    let fact = engine.fact(scope, now, Event::SimulationApplied(applied)).of_program(after.program);
    // Before what it publishes.
    changes.facts.insert(0, fact);
    let record = (view(&before.applied), view(&after.applied));
    changes.audit.push(audit::entry(engine, caller, now, "simulation.applied", id, record));
    changes.rows.push(Row::Simulation(after.clone()));
    Ok((after, changes))
}

/// The candidate's policy and terms as new versions, and the job that decides anew what they reach back to.
fn publish_candidate(
    engine: &Engine,
    caller: &Caller,
    rulebook: &Rulebook,
    (candidate, since): (&Candidate, Option<Instant>),
    changes: &mut Changes,
) -> Result<(), Error> {
    let now = engine.now();
    let program = rulebook.program.id;
    let tried = with_candidate(rulebook, candidate, now)?;
    if let Some(policy) = tried.policies.get(rulebook.policies.len()).cloned() {
        let id = PolicyId::draw(now, engine.draw());
        let policy = program::Policy { id, effective_from: since.unwrap_or(now), ..policy };
        let published = Event::PolicyPublished(policy_published(&policy));
        let fact = engine.fact(caller.scope, now, published);
        changes.facts.push(fact.of_program(program));
        let record = (view(&policy_in_force(&rulebook.policies, now)), view(&policy));
        changes.audit.push(audit::entry(engine, caller, now, "policy.published", id, record));
        changes.rows.push(Row::Policy(policy));
    }
    for terms in tried.terms.into_iter().skip(rulebook.terms.len()) {
        let id = TermsId::draw(now, engine.draw());
        let terms = program::Terms { id, effective_from: since, ..terms };
        // Several groups at once may begin to; one job of a kind is enough.
        let whose = (caller.scope, program);
        let look = milestones::look_later(engine, std::slice::from_ref(&terms), whose, None);
        for job in look.into_iter().chain(rewards::first_for_clicks(engine, rulebook, &terms)) {
            if !changes.jobs.iter().any(|known| is_alike(known, &job)) {
                changes.jobs.push(job);
            }
        }
        let published = TermsPublished { terms: id, group: terms.group, version: terms.version };
        let fact = engine.fact(caller.scope, now, Event::TermsPublished(published));
        changes.facts.push(fact.of_program(program));
        changes.audit.push(audit::entry(engine, caller, now, "terms.published", id, (None, view(&terms))));
        changes.rows.push(Row::Terms(terms));
    }
    if let Some(since) = since {
        changes.jobs.push(jobs::put(engine, caller.scope, program, jobs::DecideAnew { since }, now));
    }
    Ok(())
}

fn is_alike(one: &JobChange, other: &JobChange) -> bool {
    match (one, other) {
        (JobChange::Put(one), JobChange::Put(other)) => {
            std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
        }
        _ => false,
    }
}

/// Keeps what a simulation finds with it, page by page, until it is canceled.
struct Keeper<'a> {
    engine: &'a Engine,
    caller: &'a Caller,
    id: SimulationId,
    kept: u64,
}

#[async_trait::async_trait]
impl Onlooker for Keeper<'_> {
    async fn page(&mut self, customers: u64, effects: &Effects, changes: Vec<Change>) -> Result<bool, Error> {
        let room = CHANGES_KEPT_MAX.saturating_sub(self.kept);
        let (simulation, scope) = (self.id, self.caller.scope);
        let kept = changes.into_iter().take(usize::try_from(room).unwrap_or(usize::MAX)).zip(self.kept + 1..);
        let kept: Vec<_> =
            kept.map(|(change, place)| KeptChange { simulation, scope, place, change }).collect();
        let mut chunks: Vec<Vec<KeptChange>> =
            kept.chunks(ROWS_PER_COMMIT_MAX - 1).map(<[_]>::to_vec).collect();
        if chunks.is_empty() {
            chunks.push(Vec::new());
        }
        for chunk in chunks {
            self.kept += chunk.len() as u64;
            let kept = self.kept;
            let told = |simulation: &mut Simulation| {
                simulation.customers_done = customers;
                simulation.effects = effects.clone();
                simulation.kept = kept;
            };
            if !change(self.engine, self.caller, simulation, &told, chunk).await?.1 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
