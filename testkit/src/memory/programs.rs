//! Reads of programs, keys and what was answered under them, facts and jobs.

use super::tables::{Claim, Tables, rows_of};
use engine::ports::{Answer, Job, NumberedFact, Rulebook, VersionKey};
use program::{ApiKey, Program};
use words::{Instant, ProgramId, Scope};

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

    pub(super) fn facts(&self, scope: Option<Scope>, after: u64, limit: usize) -> Vec<NumberedFact> {
        let Some(first) = after.checked_add(1) else { return Vec::new() };
        let wanted =
            self.facts.range(first..).filter(|(_, fact)| scope.is_none_or(|scope| fact.scope == scope));
        wanted.take(limit).map(|(&number, fact)| NumberedFact { number, fact: fact.clone() }).collect()
    }

    pub(super) fn due_jobs(&self, now: Instant, limit: usize) -> Vec<Job> {
        let mut jobs = rows_of(&self.jobs, |job| job.run_at <= now);
        jobs.sort_by_key(|job| (job.run_at, job.id));
        jobs.truncate(limit);
        jobs
    }
}
