//! Reads of programs, keys and what was answered under them, facts and jobs.

use super::{
    MemoryBook,
    tables::{Claim, Tables, rows_of},
};
use async_trait::async_trait;
use conversion::Conversion;
use engine::ports::{
    Answer, Facts, Job, Jobs, Page, ProgramClue, Programs, StorageError, VersionKey, programs_of_codes,
};
use facts::NumberedFact;
use payout::PayingAccount;
use program::{ApiKey, Logo, Program};
use referral::Customer;
use settlement::Rulebook;
use std::collections::{BTreeMap, BTreeSet};
use words::{Instant, JobId, ProgramId, Scope};

impl Tables {
    pub(super) fn key_by_hash(&self, hash: &str) -> Option<ApiKey> {
        let id = self.owner(&Claim::KeyHash(hash.to_owned()))?;
        self.keys.get(&id).cloned()
    }

    pub(super) fn answer(
        &self,
        asker: &str,
        operation: &str,
        idempotency_key: &str,
        since: Instant,
    ) -> Option<Answer> {
        let answer =
            self.answers.get(&(asker.to_owned(), operation.to_owned(), idempotency_key.to_owned()))?;
        (answer.at >= since).then(|| answer.clone())
    }

    pub(super) fn program(&self, scope: Scope, id: ProgramId) -> Option<Program> {
        self.programs.get(&id).filter(|program| program.scope == scope).cloned()
    }

    pub(super) fn rulebook(&self, scope: Scope, id: ProgramId) -> Option<Rulebook> {
        let mut policies = rows_of(&self.policies, |policy| (policy.scope, policy.program) == (scope, id));
        policies.sort_by_key(|policy| policy.version);
        let mut terms = rows_of(&self.terms, |terms| (terms.scope, terms.program) == (scope, id));
        terms.sort_by_key(|terms| (terms.group, terms.version));
        Some(Rulebook {
            program: self.program(scope, id)?,
            policies,
            groups: rows_of(&self.groups, |group| (group.scope, group.program) == (scope, id)),
            terms,
            version: self.version(&VersionKey::Rules(id)),
        })
    }

    pub(super) fn programs_knowing(&self, scope: Scope, clue: ProgramClue<'_>) -> Vec<ProgramId> {
        let conversions = self.conversions.values().filter(|conversion| conversion.scope == scope);
        let known: BTreeSet<ProgramId> = match clue {
            ProgramClue::Code(text) => {
                let codes = rows_of(&self.codes, |code| code.scope == scope && code.code == text);
                return programs_of_codes(&codes);
            }
            ProgramClue::Conversion { kind, source, external_id } => {
                let is_it = |it: &&Conversion| {
                    (it.kind, it.source.as_str(), it.external_id.as_str()) == (kind, source, external_id)
                };
                conversions.filter(is_it).map(|conversion| conversion.program).collect()
            }
            ProgramClue::Customer(external_id) => {
                let is_it = |it: &&Customer| it.scope == scope && it.external_id == external_id;
                let Some(customer) = self.customers.values().find(is_it).map(|it| it.id) else {
                    return Vec::new();
                };
                let touched = self.touches.values().filter(|touch| touch.customer == customer);
                let converted = conversions.filter(|conversion| conversion.customer == Some(customer));
                touched.map(|touch| touch.program).chain(converted.map(|it| it.program)).collect()
            }
        };
        known.into_iter().collect()
    }

    pub(super) fn facts(&self, scope: Option<Scope>, after: u64, limit: usize) -> Vec<NumberedFact> {
        let Some(first) = after.checked_add(1) else { return Vec::new() };
        let wanted =
            self.facts.range(first..).filter(|(_, fact)| scope.is_none_or(|scope| fact.scope == scope));
        wanted.take(limit).map(|(&number, fact)| NumberedFact { number, fact: fact.clone() }).collect()
    }

    pub(super) fn forget_expired(&mut self, before: Instant) {
        self.answers.retain(|_, answer| answer.at >= before);
        self.sessions.retain(|_, session| session.expires_at >= before);
        self.tokens.retain(|_, token| token.expires_at >= before);
        self.throttles.retain(|_, throttle| throttle.failed_at >= before);
    }

    pub(super) fn due_jobs(&self, now: Instant, limit: usize) -> Vec<Job> {
        let mut jobs = rows_of(&self.jobs, |job| job.run_at <= now);
        jobs.sort_by_key(|job| (job.run_at, job.id));
        jobs.truncate(limit);
        jobs
    }
}

#[async_trait]
impl Programs for MemoryBook {
    async fn program_names(
        &self,
        scope: Scope,
        ids: &[ProgramId],
    ) -> Result<BTreeMap<ProgramId, String>, StorageError> {
        let tables = self.tables();
        let named = |&id: &ProgramId| Some((id, tables.program(scope, id)?.name));
        Ok(ids.iter().filter_map(named).collect())
    }

    async fn programs(&self, scope: Scope) -> Result<Vec<Program>, StorageError> {
        Ok(rows_of(&self.tables().programs, |program| program.scope == scope))
    }

    async fn all_programs(&self) -> Result<Vec<Program>, StorageError> {
        Ok(rows_of(&self.tables().programs, |_| true))
    }

    async fn programs_knowing(
        &self,
        scope: Scope,
        clue: ProgramClue<'_>,
    ) -> Result<Vec<ProgramId>, StorageError> {
        Ok(self.tables().programs_knowing(scope, clue))
    }

    async fn logo(&self, program: ProgramId) -> Result<Option<Logo>, StorageError> {
        Ok(self.tables().logos.get(&program).cloned())
    }

    async fn paying_account(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<Option<PayingAccount>, StorageError> {
        let found = self.tables().paying_accounts.get(&program).cloned();
        Ok(found.filter(|account| account.scope == scope))
    }

    async fn rulebook(&self, scope: Scope, program: ProgramId) -> Result<Option<Rulebook>, StorageError> {
        Ok(self.tables().rulebook(scope, program))
    }
}

#[async_trait]
impl Facts for MemoryBook {
    async fn facts(
        &self,
        scope: Option<Scope>,
        after: u64,
        limit: usize,
    ) -> Result<Vec<NumberedFact>, StorageError> {
        Ok(self.tables().facts(scope, after, limit))
    }
}

#[async_trait]
impl Jobs for MemoryBook {
    async fn due_jobs(&self, now: Instant, limit: usize) -> Result<Vec<Job>, StorageError> {
        Ok(self.tables().due_jobs(now, limit))
    }

    async fn jobs_after(&self, after: Instant, page: Page<JobId>) -> Result<Vec<Job>, StorageError> {
        let mut jobs = rows_of(&self.tables().jobs, |job| job.run_at > after);
        jobs.retain(|job| page.after.is_none_or(|after| job.id > after));
        jobs.truncate(page.limit);
        Ok(jobs)
    }
}
