//! What-if: history decided and priced again under other rules, customer by customer, in the order of their ids. Nothing
//! is written; the same history and rules give the same answer, whenever and wherever it is asked.

use crate::{
    Engine, Error, customers, known_as,
    ports::{CustomerHistory, Page},
    rulebooks, settle,
};
use program::{Policy, Terms, TermsAcceptance, latest_terms};
use report::{Candidate, Change, Effects, Part, parts};
use settlement::{
    CustomerFile, EnrollmentSnapshot, Reopen, Rulebook, Settlement, SettlementInput, Totals,
    enrollments_named, join_touches, settle,
};
use std::collections::{BTreeMap, BTreeSet};
use words::{
    ConversionId, CustomerId, EmailHash, EnrollmentId, Instant, Invalid, PolicyId, ProgramId, Scope, TermsId,
};

const CUSTOMERS_PER_PAGE: usize = 500;

/// What hears of a simulation under way.
#[async_trait::async_trait]
pub trait Onlooker: Send {
    /// After each page of customers: how many are done, what was found so far, and the page's changes. False ends it.
    async fn page(&mut self, customers: u64, effects: &Effects, changes: Vec<Change>) -> Result<bool, Error>;
}

/// What would have come of the candidate; none when the onlooker ended it.
pub async fn simulate(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    candidate: &Candidate,
    onlooker: &mut dyn Onlooker,
) -> Result<Option<Effects>, Error> {
    let now = engine.now();
    candidate.check(now)?;
    let rulebook = rulebooks::load(engine, scope, program).await?;
    let mut trial = Trial {
        rulebook: with_candidate(&rulebook, candidate, now)?,
        candidate,
        snapshots: BTreeMap::new(),
        others: BTreeMap::new(),
        done: BTreeSet::new(),
        company_hash: &|domain| known_as::company_hash_of(engine, domain),
        totals: Totals::default(),
        effects: Effects::default(),
        now,
    };
    let (mut after, mut customers) = (None::<CustomerId>, 0);
    loop {
        let page = Page { after, limit: CUSTOMERS_PER_PAGE };
        let histories = engine.book().customer_histories(scope, program, candidate.since, page).await?;
        let (read, last) = (histories.len(), histories.last().map(|known| known.customer.id));
        let histories = join_ids(engine, &mut trial, histories).await?;
        trial.meet(unknown_snapshots(engine, scope, &trial, &histories).await?);
        let mut changes = Vec::new();
        for known in &histories {
            let mut settlement = trial.settle(known)?;
            while !settlement.missing.is_empty() {
                settle::learn_totals(engine, &mut trial.totals, &settlement.missing).await?;
                settlement = trial.settle(known)?;
            }
            trial.customer(known, &settlement, &mut changes);
        }
        customers += read as u64;
        after = last;
        if !onlooker.page(customers, &trial.effects, changes).await? {
            return Ok(None);
        }
        if read < CUSTOMERS_PER_PAGE {
            return Ok(Some(trial.effects));
        }
        tokio::task::yield_now().await;
    }
}

/// The histories with what is known of each customer under their other ids, each customer once.
async fn join_ids(
    engine: &Engine,
    trial: &mut Trial<'_>,
    histories: Vec<CustomerHistory>,
) -> Result<Vec<CustomerHistory>, Error> {
    let mut joined = Vec::new();
    trial.others.clear();
    for mut known in histories {
        if trial.done.remove(&known.customer.id) {
            continue;
        }
        let others = customers::other_files(engine, &trial.rulebook, &known.customer).await?;
        if !others.is_empty() {
            let (customer, program) = (&known.customer, trial.rulebook.program.id);
            let ids: Vec<_> = others.iter().map(|file| file.customer.id).collect();
            trial.done.extend(ids.iter().filter(|id| **id > customer.id));
            let ids = std::iter::once(customer.id).chain(ids);
            let whole = (&conversion::Position::at(Instant::MIN), usize::MAX);
            known.history = customers::joined_history(engine, (customer.scope, program), ids, whole).await?;
            let theirs = others.iter().flat_map(|file| file.touches.clone());
            known.touches = join_touches(known.touches.into_iter().chain(theirs));
            trial.others.insert(customer.id, others);
        }
        joined.push(known);
    }
    Ok(joined)
}

/// The snapshots that the histories need and the trial does not know yet.
async fn unknown_snapshots(
    engine: &Engine,
    scope: Scope,
    trial: &Trial<'_>,
    histories: &[CustomerHistory],
) -> Result<Vec<EnrollmentSnapshot>, Error> {
    let named = histories.iter().flat_map(|it| enrollments_named(&it.touches, &it.history));
    let unknown: BTreeSet<_> = named.filter(|id| !trial.snapshots.contains_key(id)).collect();
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    Ok(engine.book().enrollment_snapshots(scope, &unknown.into_iter().collect::<Vec<_>>()).await?)
}

/// The rules as if the candidate had held since its date. Its versions have ids that no other has.
pub(crate) fn with_candidate(
    rulebook: &Rulebook,
    candidate: &Candidate,
    now: Instant,
) -> Result<Rulebook, Invalid> {
    let mut rulebook = rulebook.clone();
    let program = &rulebook.program;
    let (scope, id) = (program.scope, program.id);
    if let Some(rules) = &candidate.policy {
        let version = rulebook.policies.iter().map(|policy| policy.version).max().unwrap_or(0) + 1;
        rulebook.policies.push(Policy {
            id: PolicyId::draw(now, 0),
            scope,
            program: id,
            version,
            rules: rules.clone(),
            effective_from: candidate.since,
            published_at: now,
        });
    }
    for (place, draft) in candidate.terms.iter().enumerate() {
        if !rulebook.groups.iter().any(|group| group.id == draft.group) {
            return Err(Invalid::new("terms", "groups of the program"));
        }
        let own = rulebook.terms.iter().filter(|terms| terms.group == draft.group);
        let version = own.map(|terms| terms.version).max().unwrap_or(0) + 1;
        let latest = latest_terms(&rulebook.terms, draft.group).cloned();
        let terms = Terms {
            id: TermsId::draw(now, place as u128),
            scope,
            program: id,
            group: draft.group,
            version,
            rewards: draft.rewards.clone(),
            hold_days: draft.hold_days,
            strategy: draft.strategy,
            caps: draft.caps.clone(),
            // A trial is about what partners earn; what a person approves and what customers get stays as it is.
            auto_approve_max: latest.as_ref().and_then(|latest| latest.auto_approve_max),
            customer_offer: latest.and_then(|latest| latest.customer_offer),
            acceptance: TermsAcceptance::ByPublication,
            applies_to_existing: true,
            effective_from: Some(candidate.since),
            published_at: now,
        };
        terms.check()?;
        rulebook.terms.push(terms);
    }
    Ok(rulebook)
}

struct Trial<'a> {
    rulebook: Rulebook,
    candidate: &'a Candidate,
    snapshots: BTreeMap<EnrollmentId, EnrollmentSnapshot>,
    /// What is known of the page's customers under their other ids.
    others: BTreeMap<CustomerId, Vec<CustomerFile>>,
    /// Ids that were settled with another of the same customer.
    done: BTreeSet<CustomerId>,
    company_hash: &'a (dyn Fn(&str) -> Option<EmailHash> + Send + Sync),
    /// As they are, with what each customer's conversions would have changed in them.
    totals: Totals,
    effects: Effects,
    now: Instant,
}

impl Trial<'_> {
    fn meet(&mut self, snapshots: Vec<EnrollmentSnapshot>) {
        self.snapshots.extend(snapshots.into_iter().map(|snapshot| (snapshot.enrollment.id, snapshot)));
    }

    fn settle(&self, known: &CustomerHistory) -> Result<Settlement, Error> {
        let named = enrollments_named(&known.touches, &known.history);
        let snapshots: Vec<_> = named.iter().filter_map(|id| self.snapshots.get(id)).cloned().collect();
        let input = SettlementInput {
            rulebook: &self.rulebook,
            customer: &known.customer,
            people: &known.people,
            others: self.others.get(&known.customer.id).map_or(&[], Vec::as_slice),
            touches: &known.touches,
            referral: None,
            history: &known.history,
            snapshots: &snapshots,
            company_hash: self.company_hash,
            reopen: Reopen::Since(self.candidate.since),
            is_disturbed: false,
            is_trial: true,
            now: self.now,
        };
        // Nothing is kept under these ids, so that counting them does.
        let mut drawn = 0u128;
        let mut draw = || {
            drawn += 1;
            drawn
        };
        Ok(settle(&input, &self.totals, &mut draw)?)
    }

    fn customer(&mut self, known: &CustomerHistory, settlement: &Settlement, changes: &mut Vec<Change>) {
        self.totals.carry(&settlement.totals);
        let conversions = known.history.conversions.iter();
        for conversion in conversions.filter(|conversion| self.candidate.covers(conversion.occurred_at)) {
            let (before, after) = compared(known, settlement, conversion.id);
            self.effects.count(&before, &after);
            if before != after {
                let decision =
                    settlement.decisions.iter().find(|decision| decision.conversion == conversion.id);
                changes.push(Change {
                    conversion: conversion.id,
                    external_id: conversion.external_id.clone(),
                    customer: known.customer.id,
                    kind: conversion.kind,
                    amount: conversion.amount(),
                    occurred_at: conversion.occurred_at,
                    before,
                    after,
                    decision: decision.cloned(),
                });
            }
        }
    }
}

/// A conversion's parts as they are, and as they would be.
fn compared(known: &CustomerHistory, settlement: &Settlement, id: ConversionId) -> (Vec<Part>, Vec<Part>) {
    let history = &known.history;
    let stands = history.decisions.iter().find(|decision| decision.conversion == id);
    let proposed = settlement.decisions.iter().find(|decision| decision.conversion == id).or(stands);
    let own = history.commissions.iter().filter(|commission| commission.conversion == Some(id));
    let mut kept: BTreeMap<_, _> =
        own.map(|commission| (commission.enrollment, (commission.partner, commission.net()))).collect();
    let before = parts(stands.map_or(&[], |decision| &decision.shares), &kept);
    let own = settlement.commissions.iter().filter(|commission| commission.conversion == Some(id));
    kept.extend(own.map(|commission| (commission.enrollment, (commission.partner, commission.net()))));
    (before, parts(proposed.map_or(&[], |decision| &decision.shares), &kept))
}
