//! One deed's changes, written one after the other inside the savepoint that the writer opened.

use super::{
    SqliteBook, account, answer, api_key, audit_log, commission, conversion, correction, customer, entry,
    external_id, fact, fault::Fault, job, letter, link, method, partner, payout, program, session,
    simulation, statement, sums, total, version,
};
use async_trait::async_trait;
use engine::ports::{
    Answer, Changes, CommitError, Commits, JobChange, LetterChange, Row, StorageError, Unique, VersionKey,
};
use rusqlite::Connection;
use settlement::TotalKey;
use words::Instant;

/// Writes all of the changes. What an error leaves behind is for the writer to roll back.
///
/// First come the checks, in the order that the port promises: an answer that was given already, then what has changed,
/// then what is taken.
pub(super) fn apply(conn: &Connection, changes: &Changes) -> Result<(), CommitError> {
    if let Some(customer) = changes.forgotten {
        answer::forget_customer(conn, customer)?;
    }
    if let Some(answer) = &changes.answer
        && !answer::keep(conn, answer)?
    {
        return Err(CommitError::Taken(Unique::Answer));
    }
    for premise in &changes.unchanged {
        held(version::holds(conn, premise)?)?;
    }
    for expected in &changes.expected {
        held(version::advance(conn, expected)?)?;
    }
    for change in &changes.jobs {
        match change {
            JobChange::Put(put) => job::put(conn, put)?,
            JobChange::Done(id) => held(job::done(conn, *id)?)?,
        }
    }
    for change in &changes.letters {
        match change {
            LetterChange::Put(letter) => letter::put_letter(conn, letter)?,
            LetterChange::Done(id) => held(letter::letter_done(conn, *id)?)?,
        }
    }
    for guard in &changes.guards {
        held(total::holds(conn, guard)?)?;
    }
    for change in &changes.totals {
        total::change(conn, change)?;
    }
    for id in &changes.unlinked {
        held(external_id::remove(conn, *id)?)?;
    }
    let before = sums::Before::load(conn, &changes.rows)?;
    for row in &changes.rows {
        put(conn, row)?;
    }
    before.write_difference(conn)?;
    for entry in &changes.entries {
        entry::add(conn, entry)?;
    }
    fact::append(conn, &changes.facts)?;
    for record in &changes.audit {
        audit_log::append(conn, record)?;
    }
    Ok(())
}

fn held(held: bool) -> Result<(), CommitError> {
    if held { Ok(()) } else { Err(CommitError::Conflict) }
}

pub(super) fn put(conn: &Connection, row: &Row) -> Result<(), Fault> {
    match row {
        Row::Workspace(workspace) => account::put_workspace(conn, workspace),
        Row::ApiKey(key) => api_key::put_key(conn, key),
        Row::Program(program) => program::put_program(conn, program),
        Row::Policy(policy) => program::put_policy(conn, policy),
        Row::Group(group) => program::put_group(conn, group),
        Row::Logo(logo) => program::put_logo(conn, logo),
        Row::Terms(terms) => program::put_terms(conn, terms),
        Row::Partner(partner) => partner::put(conn, partner),
        Row::Enrollment(enrollment) => partner::put_enrollment(conn, enrollment),
        Row::Link(link) => link::put(conn, link),
        Row::Code(code) => link::put_code(conn, code),
        Row::Customer(customer) => customer::put(conn, customer),
        Row::Touch(touch) => customer::put_touch(conn, touch),
        Row::Referral(referral) => customer::put_referral(conn, referral),
        Row::Conversion(conversion) => conversion::put(conn, conversion),
        Row::Decision(decision) => conversion::put_decision(conn, decision),
        Row::Correction(correction) => correction::put(conn, correction),
        Row::Review(review) => correction::put_review(conn, review),
        Row::Deal(deal) => customer::put_deal(conn, deal),
        Row::Submission(submission) => customer::put_submission(conn, submission),
        Row::Method(method) => method::put(conn, method),
        Row::PayingAccount(account) => program::put_account(conn, account),
        Row::DailyRate(daily) => method::put_rate(conn, daily),
        Row::Simulation(simulation) => simulation::put(conn, simulation),
        Row::KeptChange(kept) => simulation::put_change(conn, kept),
        Row::Commission(commission) => commission::put(conn, commission),
        Row::Dispute(dispute) => commission::put_dispute(conn, dispute),
        Row::Statement(statement) => statement::put(conn, statement),
        Row::StatementLine(line) => statement::put_line(conn, line),
        Row::Batch(batch) => payout::put_batch(conn, batch),
        Row::Transfer(transfer) => payout::put_transfer(conn, transfer),
        Row::LeftOut(left_out) => payout::put_left_out(conn, left_out),
        Row::ExternalId(external_id) => external_id::put(conn, external_id),
        Row::User(user) => account::put_user(conn, user),
        Row::Membership(membership) => account::put_membership(conn, membership),
        Row::Session(session) => session::put_session(conn, session),
        Row::Token(token) => session::put_token(conn, token),
        Row::Invitation(invitation) => account::put_invitation(conn, invitation),
        Row::Throttle(throttle) => session::put_throttle(conn, throttle),
        Row::Use(used) => api_key::put_use(conn, used),
    }
}

#[async_trait]
impl Commits for SqliteBook {
    async fn commit(&self, name: &'static str, changes: Changes) -> Result<(), CommitError> {
        self.writer.commit(name, changes).await
    }

    async fn version(&self, key: &VersionKey) -> Result<u64, StorageError> {
        self.look(|conn| version::of(conn, key))
    }

    async fn totals(&self, keys: &[TotalKey]) -> Result<Vec<i64>, StorageError> {
        self.look(|conn| keys.iter().map(|key| total::total(conn, key)).collect())
    }

    async fn answer(
        &self,
        asker: &str,
        operation: &str,
        idempotency_key: &str,
        since: Instant,
    ) -> Result<Option<Answer>, StorageError> {
        self.look(|conn| answer::find(conn, asker, operation, idempotency_key, since))
    }
}
