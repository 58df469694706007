//! A commit: every change is applied in turn and can be taken back until the last has gone through.

use super::{
    MemoryBook,
    tables::{Claim, Tables},
};
use async_trait::async_trait;
use engine::{
    ANSWER_KEPT_HOURS,
    ports::{
        Answer, Changes, CommitError, Commits, Expected, JobChange, LetterChange, Row, StorageError, Unique,
        VersionKey,
    },
};
use facts::Fact;
use program::Link;
use referral::ExternalId;
use settlement::{TotalChange, TotalKey};
use std::collections::BTreeMap;
use std::fmt::Debug;
use words::{ExternalIdId, Instant};

const MICROS_PER_HOUR: i64 = 3_600_000_000;

type Table<K, V> = fn(&mut Tables) -> &mut BTreeMap<K, V>;
type Undo = Box<dyn FnOnce(&mut Tables)>;

/// Applies all of the changes or leaves the tables as they were.
pub(super) fn commit(tables: &mut Tables, changes: Changes) -> Result<(), CommitError> {
    let mut journal = Journal { tables, undo: Vec::new() };
    let outcome = journal.apply(changes);
    if outcome.is_err() {
        let Journal { tables, undo } = journal;
        undo.into_iter().rev().for_each(|step| step(tables));
    }
    outcome
}

/// The tables with the steps that lead back to where the commit began.
struct Journal<'a> {
    tables: &'a mut Tables,
    undo: Vec<Undo>,
}

impl Journal<'_> {
    fn apply(&mut self, changes: Changes) -> Result<(), CommitError> {
        let Changes {
            expected,
            rows,
            unlinked,
            guards,
            totals,
            entries,
            facts,
            jobs,
            answer,
            audit,
            letters,
            unchanged,
            forgotten,
        } = changes;
        if let Some(customer) = forgotten.map(|customer| customer.to_string()) {
            let about: Vec<_> =
                self.tables.answers.iter().filter(|(_, answer)| answer.result.contains(&customer)).collect();
            let keys: Vec<_> = about.into_iter().map(|(key, _)| key.clone()).collect();
            keys.into_iter().for_each(|key| self.put(|tables| &mut tables.answers, key, None));
        }
        answer.into_iter().try_for_each(|answer| self.answer(answer))?;
        if unchanged.iter().any(|premise| self.tables.version(&premise.key) != premise.version) {
            return Err(CommitError::Conflict);
        }
        expected.into_iter().try_for_each(|expected| self.expect(expected))?;
        jobs.into_iter().try_for_each(|change| self.job(change))?;
        for change in letters {
            match change {
                LetterChange::Put(letter) => {
                    self.put(|tables| &mut tables.letters, letter.id, Some(letter));
                }
                LetterChange::Done(id) if self.tables.letters.contains_key(&id) => {
                    self.put(|tables| &mut tables.letters, id, None);
                }
                LetterChange::Done(_) => return Err(CommitError::Conflict),
            }
        }
        if guards.iter().any(|guard| !self.tables.holds(guard)) {
            return Err(CommitError::Conflict);
        }
        totals.into_iter().try_for_each(|change| self.total(change))?;
        unlinked.into_iter().try_for_each(|id| self.unlink(id))?;
        rows.into_iter().try_for_each(|row| self.row(row))?;
        for entry in entries {
            // Entries are never edited: an id that is there already was drawn twice.
            self.claim(Claim::Entry(entry.id), "drawn before")?;
            self.put(|tables| &mut tables.entries, entry.id, Some(entry));
        }
        facts.into_iter().try_for_each(|fact| self.fact(fact))?;
        for record in audit {
            self.put(|tables| &mut tables.audit_log, record.id, Some(record));
        }
        Ok(())
    }

    fn expect(&mut self, Expected { key, version }: Expected) -> Result<(), CommitError> {
        if self.tables.version(&key) != version {
            return Err(CommitError::Conflict);
        }
        self.put(|tables| &mut tables.versions, key, Some(version + 1));
        Ok(())
    }

    fn unlink(&mut self, id: ExternalIdId) -> Result<(), CommitError> {
        let claim = self.tables.external_ids.get(&id).map(record_claim).ok_or(CommitError::Conflict)?;
        self.put(|tables| &mut tables.claims, claim, None);
        self.put(|tables| &mut tables.external_ids, id, None);
        Ok(())
    }

    fn total(&mut self, TotalChange { of, counted, day, delta }: TotalChange) -> Result<(), CommitError> {
        let key = (of, counted, day);
        let before = self.tables.totals.get(&key).copied().unwrap_or(0);
        let after = before.checked_add(delta);
        let after =
            after.ok_or_else(|| StorageError::new("a running total does not fit 64 bits".to_owned()))?;
        self.put(|tables| &mut tables.totals, key, Some(after));
        Ok(())
    }

    fn fact(&mut self, fact: Fact) -> Result<(), CommitError> {
        self.claim(Claim::Fact(fact.id), "drawn before")?;
        let number = self.tables.facts.len() as u64 + 1;
        self.put(|tables| &mut tables.facts, number, Some(fact));
        Ok(())
    }

    fn job(&mut self, change: JobChange) -> Result<(), CommitError> {
        match change {
            JobChange::Put(job) => self.put(|tables| &mut tables.jobs, job.id, Some(job)),
            JobChange::Done(id) if self.tables.jobs.contains_key(&id) => {
                self.put(|tables| &mut tables.jobs, id, None);
            }
            JobChange::Done(_) => return Err(CommitError::Conflict),
        }
        Ok(())
    }

    /// An answer stands as long as it is kept; then the key may be used anew.
    fn answer(&mut self, answer: Answer) -> Result<(), CommitError> {
        let key = (answer.asker.clone(), answer.operation.clone(), answer.idempotency_key.clone());
        let kept_since = answer.at.plus_micros(-ANSWER_KEPT_HOURS * MICROS_PER_HOUR);
        if self.tables.answers.get(&key).is_some_and(|earlier| earlier.at >= kept_since) {
            return Err(CommitError::Taken(Unique::Answer));
        }
        self.put(|tables| &mut tables.answers, key, Some(answer));
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), CommitError> {
        match row {
            Row::User(it) => self.replace(
                |tables| &mut tables.users,
                it.id,
                it,
                |it| it.personal.email_hash.iter().map(|hash| Claim::User(hash.0.clone())).collect(),
            ),
            Row::Membership(it) => self.replace(
                |tables| &mut tables.memberships,
                it.id,
                it,
                |it| vec![Claim::Seat(it.workspace, it.user, it.seat.name())],
            ),
            Row::Session(it) => self.replace(|tables| &mut tables.sessions, it.id, it, |_| Vec::new()),
            Row::Invitation(it) => self.replace(|tables| &mut tables.invitations, it.id, it, |_| Vec::new()),
            Row::Token(it) => {
                self.put(|tables| &mut tables.tokens, it.hash.clone(), Some(it));
                Ok(())
            }
            Row::Throttle(it) => {
                self.put(|tables| &mut tables.throttles, it.id.clone(), Some(it));
                Ok(())
            }
            Row::Use(it) => {
                let earlier = self.tables.uses.get(&it.id).copied();
                let at = earlier.map_or(it.at, |earlier| earlier.max(it.at));
                self.put(|tables| &mut tables.uses, it.id, Some(at));
                Ok(())
            }
            Row::Workspace(it) => self.replace(|tables| &mut tables.workspaces, it.id, it, |_| Vec::new()),
            Row::ApiKey(it) => {
                self.replace(|tables| &mut tables.keys, it.id, it, |it| vec![Claim::KeyHash(it.hash.clone())])
            }
            Row::Program(it) => self.replace(|tables| &mut tables.programs, it.id, it, |_| Vec::new()),
            Row::Policy(it) => self.replace(
                |tables| &mut tables.policies,
                it.id,
                it,
                |it| vec![Claim::PolicyVersion(it.program, it.version)],
            ),
            Row::Logo(it) => self.replace(|tables| &mut tables.logos, it.program, it, |_| Vec::new()),
            Row::Group(it) => self.replace(|tables| &mut tables.groups, it.id, it, |_| Vec::new()),
            Row::Terms(it) => self.replace(
                |tables| &mut tables.terms,
                it.id,
                it,
                |it| vec![Claim::TermsVersion(it.group, it.version)],
            ),
            Row::Partner(it) => self.replace(|tables| &mut tables.partners, it.id, it, |_| Vec::new()),
            Row::Enrollment(it) => self.replace(
                |tables| &mut tables.enrollments,
                it.id,
                it,
                |it| vec![Claim::Enrollment(it.program, it.partner)],
            ),
            Row::Link(it) => self.replace(|tables| &mut tables.links, it.id, it, slugs_of),
            Row::Code(it) => self.replace(
                |tables| &mut tables.codes,
                it.id,
                it,
                |it| vec![Claim::Code(it.program, it.code.clone())],
            ),
            event_row => self.event_row(event_row),
        }
    }

    /// The rows of what customers did and what it earned.
    fn event_row(&mut self, row: Row) -> Result<(), CommitError> {
        match row {
            Row::Customer(it) => self.replace(
                |tables| &mut tables.customers,
                it.id,
                it,
                |it| vec![Claim::Customer(it.scope, it.external_id.clone())],
            ),
            Row::Touch(it) => self.replace(
                |tables| &mut tables.touches,
                it.id,
                it,
                |it| vec![Claim::Touch(it.customer, it.key())],
            ),
            Row::Referral(it) => self.replace(
                |tables| &mut tables.referrals,
                it.id,
                it,
                |it| vec![Claim::Referral(it.program, it.customer)],
            ),
            Row::Conversion(it) => self.replace(
                |tables| &mut tables.conversions,
                it.id,
                it,
                |it| vec![Claim::conversion(it.scope, it.program, it.kind, &it.source, &it.external_id)],
            ),
            Row::Decision(it) => self.replace(
                |tables| &mut tables.decisions,
                it.conversion,
                it,
                |it| vec![Claim::Decision(it.id)],
            ),
            Row::Correction(it) => self.replace(|tables| &mut tables.corrections, it.id, it, |_| Vec::new()),
            Row::Review(it) => {
                self.replace(|tables| &mut tables.reviews, it.id, it, |it| vec![Claim::Review(it.conversion)])
            }
            Row::Deal(it) => self.replace(|tables| &mut tables.deals, it.id, it, |_| Vec::new()),
            Row::Method(it) => self.replace(|tables| &mut tables.methods, it.id, it, |_| Vec::new()),
            Row::PayingAccount(it) => {
                self.replace(|tables| &mut tables.paying_accounts, it.program, it, |_| Vec::new())
            }
            Row::DailyRate(it) => self.replace(|tables| &mut tables.daily_rates, it.id, it, |_| Vec::new()),
            Row::Submission(it) => self.replace(|tables| &mut tables.submissions, it.id, it, |_| Vec::new()),
            Row::Simulation(it) => self.replace(|tables| &mut tables.simulations, it.id, it, |_| Vec::new()),
            Row::KeptChange(it) => self.replace(
                |tables| &mut tables.kept_changes,
                (it.simulation, it.place),
                *it,
                |_| Vec::new(),
            ),
            Row::Dispute(it) => self.replace(|tables| &mut tables.disputes, it.id, it, |_| Vec::new()),
            Row::Commission(it) => self.replace(
                |tables| &mut tables.commissions,
                it.id,
                it,
                |it| it.is_grant().then(|| Claim::Grant(it.enrollment, it.key.clone())).into_iter().collect(),
            ),
            Row::Statement(it) => self.replace(|tables| &mut tables.statements, it.id, it, statement_claims),
            Row::StatementLine(it) => {
                self.replace(|tables| &mut tables.lines, (it.statement, it.place), it, |_| Vec::new())
            }
            payment_row => self.payment_row(payment_row),
        }
    }

    /// The rows of what is paid, and of other systems' ids.
    fn payment_row(&mut self, row: Row) -> Result<(), CommitError> {
        match row {
            Row::Batch(it) => self.replace(|tables| &mut tables.batches, it.id, *it, |_| Vec::new()),
            Row::Transfer(it) => self.replace(
                |tables| &mut tables.transfers,
                it.id,
                *it,
                |it| it.claim().map(Claim::Payment).into_iter().collect(),
            ),
            Row::LeftOut(it) => {
                self.replace(|tables| &mut tables.left_out, (it.batch, it.place), it, |_| Vec::new())
            }
            Row::ExternalId(it) => {
                self.replace(|tables| &mut tables.external_ids, it.id, it, |it| vec![record_claim(it)])
            }
            program_row => self.row(program_row),
        }
    }

    /// Writes a row by its identity, and moves the claims that it makes.
    fn replace<K, V>(
        &mut self,
        table: Table<K, V>,
        key: K,
        row: V,
        claims_of: fn(&V) -> Vec<Claim>,
    ) -> Result<(), CommitError>
    where
        K: Copy + Ord + Debug + 'static,
        V: 'static,
    {
        let earlier = table(self.tables).get(&key).map(claims_of).unwrap_or_default();
        let claims = claims_of(&row);
        for gone in earlier.iter().filter(|claim| !claims.contains(claim)) {
            self.put(|tables| &mut tables.claims, gone.clone(), None);
        }
        for new in claims.into_iter().filter(|claim| !earlier.contains(claim)) {
            self.claim(new, &format!("{key:?}"))?;
        }
        self.put(table, key, Some(row));
        Ok(())
    }

    fn claim(&mut self, claim: Claim, owner: &str) -> Result<(), CommitError> {
        if self.tables.claims.contains_key(&claim) {
            return Err(CommitError::Taken(claim.unique()));
        }
        self.put(|tables| &mut tables.claims, claim, Some(owner.to_owned()));
        Ok(())
    }

    /// The one place where tables change: sets or (none) removes, and notes the way back.
    fn put<K: Clone + Ord + 'static, V: 'static>(&mut self, table: Table<K, V>, key: K, value: Option<V>) {
        let earlier = set(table(self.tables), key.clone(), value);
        self.undo.push(Box::new(move |tables| {
            set(table(tables), key, earlier);
        }));
    }
}

fn slugs_of(link: &Link) -> Vec<Claim> {
    let claim = |slug: &String| Claim::Slug { domain: link.domain.clone(), slug: slug.clone() };
    link.slugs().map(claim).collect()
}

fn record_claim(it: &ExternalId) -> Claim {
    let ExternalId { scope, system, kind, external_id, .. } = it.clone();
    Claim::ExternalId { scope, system, kind, external_id }
}

fn set<K: Ord, V>(table: &mut BTreeMap<K, V>, key: K, value: Option<V>) -> Option<V> {
    match value {
        Some(value) => table.insert(key, value),
        None => table.remove(&key),
    }
}

fn statement_claims(it: &payout::Statement) -> Vec<Claim> {
    let number = it.number.map(|number| Claim::StatementNumber(it.program, number));
    [Claim::Statement(it.enrollment, it.until)].into_iter().chain(number).collect()
}

#[async_trait]
impl Commits for MemoryBook {
    async fn commit(&self, _name: &'static str, changes: Changes) -> Result<(), CommitError> {
        tokio::task::yield_now().await;
        let dead = || CommitError::Storage(StorageError::new("the process died".to_owned()));
        let (is_stored, is_answered) = self.lets();
        if !is_stored {
            return Err(dead());
        }
        let committed = commit(&mut self.tables(), changes);
        if is_answered { committed } else { committed.and(Err(dead())) }
    }

    async fn version(&self, key: &VersionKey) -> Result<u64, StorageError> {
        Ok(self.tables().version(key))
    }

    async fn totals(&self, keys: &[TotalKey]) -> Result<Vec<i64>, StorageError> {
        let tables = self.tables();
        Ok(keys.iter().map(|key| tables.total(key)).collect())
    }

    async fn answer(
        &self,
        asker: &str,
        operation: &str,
        idempotency_key: &str,
        since: Instant,
    ) -> Result<Option<Answer>, StorageError> {
        Ok(self.tables().answer(asker, operation, idempotency_key, since))
    }
}
