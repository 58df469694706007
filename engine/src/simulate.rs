//! What-if: history decided and priced again under other rules, customer by customer, in the order of their ids. Nothing
//! is written; the same history and rules give the same answer, whenever and wherever it is asked.

use crate::{
    Engine, Error,
    ports::{CustomerFile, Dossier, Page, Rulebook, Standing},
    same_customer::joined_touches,
    settle::{Docket, Settled, Thaw, Totals, settle},
};
use program::{Policy, Terms, TermsAcceptance, latest_terms};
use report::{Candidate, Change, Effects, Part, parts};
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

impl Engine {
    /// What would have come of the candidate; none when the onlooker ended it.
    pub async fn simulate(
        &self,
        scope: Scope,
        program: ProgramId,
        candidate: &Candidate,
        onlooker: &mut dyn Onlooker,
    ) -> Result<Option<Effects>, Error> {
        let now = self.now();
        candidate.check(now)?;
        let rulebook = self.rulebook(scope, program).await?;
        let mut trial = Trial {
            rulebook: with_candidate(&rulebook, candidate, now)?,
            candidate,
            standings: BTreeMap::new(),
            others: BTreeMap::new(),
            done: BTreeSet::new(),
            company_hash: &|domain| self.hash_of_company(domain),
            totals: Totals::default(),
            effects: Effects::default(),
            now,
        };
        let (mut after, mut customers) = (None::<CustomerId>, 0);
        loop {
            let page = Page { after, limit: CUSTOMERS_PER_PAGE };
            let dossiers = self.book().dossiers(scope, program, candidate.since, page).await?;
            let (read, last) = (dossiers.len(), dossiers.last().map(|dossier| dossier.customer.id));
            let dossiers = self.joined(&mut trial, dossiers).await?;
            trial.meet(self.unknown(scope, &trial, &dossiers).await?);
            let mut changes = Vec::new();
            for dossier in &dossiers {
                let mut settled = trial.settle(dossier)?;
                while !settled.missing.is_empty() {
                    self.learn(&mut trial.totals, &settled.missing).await?;
                    settled = trial.settle(dossier)?;
                }
                trial.customer(dossier, &settled, &mut changes);
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

    /// The dossiers with what is known of each customer under their other ids, each customer once.
    async fn joined(&self, trial: &mut Trial<'_>, dossiers: Vec<Dossier>) -> Result<Vec<Dossier>, Error> {
        let mut joined = Vec::new();
        trial.others.clear();
        for mut dossier in dossiers {
            if trial.done.remove(&dossier.customer.id) {
                continue;
            }
            let others = self.other_files(&trial.rulebook, &dossier.customer).await?;
            if !others.is_empty() {
                let (customer, program) = (&dossier.customer, trial.rulebook.program.id);
                let ids: Vec<_> = others.iter().map(|file| file.customer.id).collect();
                trial.done.extend(ids.iter().filter(|id| **id > customer.id));
                let ids = std::iter::once(customer.id).chain(ids);
                let whole = (&conversion::Position::at(Instant::MIN), usize::MAX);
                dossier.history = self.joined_history((customer.scope, program), ids, whole).await?;
                let theirs = others.iter().flat_map(|file| file.touches.clone());
                dossier.touches = joined_touches(dossier.touches.into_iter().chain(theirs));
                trial.others.insert(customer.id, others);
            }
            joined.push(dossier);
        }
        Ok(joined)
    }

    /// The standings that the dossiers need and the trial does not know yet.
    async fn unknown(
        &self,
        scope: Scope,
        trial: &Trial<'_>,
        dossiers: &[Dossier],
    ) -> Result<Vec<Standing>, Error> {
        let named =
            dossiers.iter().flat_map(|it| crate::settle_again::enrollments_in(&it.touches, &it.history));
        let unknown: BTreeSet<_> = named.filter(|id| !trial.standings.contains_key(id)).collect();
        if unknown.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.book().standings(scope, &unknown.into_iter().collect::<Vec<_>>()).await?)
    }
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
    standings: BTreeMap<EnrollmentId, Standing>,
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
    fn meet(&mut self, standings: Vec<Standing>) {
        self.standings.extend(standings.into_iter().map(|standing| (standing.enrollment.id, standing)));
    }

    fn settle(&self, dossier: &Dossier) -> Result<Settled, Error> {
        let named = crate::settle_again::enrollments_in(&dossier.touches, &dossier.history);
        let standings: Vec<_> = named.iter().filter_map(|id| self.standings.get(id)).cloned().collect();
        let docket = Docket {
            rulebook: &self.rulebook,
            customer: &dossier.customer,
            people: &dossier.people,
            others: self.others.get(&dossier.customer.id).map_or(&[], Vec::as_slice),
            touches: &dossier.touches,
            referral: None,
            history: &dossier.history,
            standings: &standings,
            company_hash: self.company_hash,
            thaw: Thaw::Since(self.candidate.since),
            is_disturbed: false,
            trial: true,
            now: self.now,
        };
        // Nothing is kept under these ids, so that counting them does.
        let mut drawn = 0u128;
        let mut draw = || {
            drawn += 1;
            drawn
        };
        Ok(settle(&docket, &self.totals, &mut draw)?)
    }

    fn customer(&mut self, dossier: &Dossier, settled: &Settled, changes: &mut Vec<Change>) {
        self.totals.go_on(settled);
        let conversions = dossier.history.conversions.iter();
        for conversion in conversions.filter(|conversion| self.candidate.covers(conversion.occurred_at)) {
            let (before, after) = compared(dossier, settled, conversion.id);
            self.effects.count(&before, &after);
            if before != after {
                let decision = settled.decisions.iter().find(|decision| decision.conversion == conversion.id);
                changes.push(Change {
                    conversion: conversion.id,
                    external_id: conversion.external_id.clone(),
                    customer: dossier.customer.id,
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
fn compared(dossier: &Dossier, settled: &Settled, id: ConversionId) -> (Vec<Part>, Vec<Part>) {
    let history = &dossier.history;
    let stands = history.decisions.iter().find(|decision| decision.conversion == id);
    let proposed = settled.decisions.iter().find(|decision| decision.conversion == id).or(stands);
    let own = history.commissions.iter().filter(|commission| commission.conversion == Some(id));
    let mut kept: BTreeMap<_, _> =
        own.map(|commission| (commission.enrollment, (commission.partner, commission.net()))).collect();
    let before = parts(stands.map_or(&[], |decision| &decision.shares), &kept);
    let own = settled.commissions.iter().filter(|commission| commission.conversion == Some(id));
    kept.extend(own.map(|commission| (commission.enrollment, (commission.partner, commission.net()))));
    (before, parts(proposed.map_or(&[], |decision| &decision.shares), &kept))
}
