//! Deed: records the outcome of a transfer, reported by hand, by a table, by a bank's status report or by the provider. A
//! repeated outcome changes nothing; a contradicting one is booked as what it is.

use crate::{
    Caller, Engine, Error, Permit, audit, jobs,
    need::WritePayouts,
    payouts,
    ports::{
        Changes, Expected, ListOf, ReportedOutcome, Row, StatusReport, TransferColumn, VersionKey, list_of,
        payment_id,
    },
};
use facts::{BatchClosed, Event, Fact, TransferReported};
use payout::{
    Batch, BatchStatus, Consequence, Effect, Other, Outcome, OutcomeSource, Paid, Statement, Told, Transfer,
    TransferStatus, book,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use words::{BatchId, Day, EntryId, Instant, Invalid, TransferId};

/// Outcomes of one table or report.
pub const OUTCOMES_PER_REPORT_MAX: usize = 10_000;

/// One of many outcomes. `payment` is the end-to-end id of the payment, or the id of its transfer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeInput {
    /// Where it stands in the table or report, from 1.
    pub row: u64,
    pub payment: String,
    pub outcome: Outcome,
    /// Today, if absent.
    pub on: Option<Day>,
    /// It holds for every payment that the report does not name, and not for this one in particular.
    pub of_all: bool,
}

/// An outcome as somebody reports it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    pub outcome: &'a Outcome,
    pub on: Day,
    pub source: OutcomeSource,
    /// It is about a whole file, and does not name this payment.
    pub of_all: bool,
}

/// What an outcome did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reported {
    Changed,
    /// It repeats a recorded outcome.
    Known,
    /// The bank or the provider is still processing the payment.
    Pending,
    /// It changes nothing about the recorded outcome; why.
    Ignored(String),
}

/// A row that changed nothing, though it is no repetition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowTold {
    pub row: u64,
    pub payment: String,
    pub did: Reported,
}

/// What a table of outcomes did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OutcomesTold {
    pub changed: u64,
    /// They repeat recorded outcomes.
    pub known: u64,
    /// The bank or the provider is still processing them.
    pub pending: u64,
    pub ignored: u64,
    /// The pending and the ignored ones.
    pub rows: Vec<RowTold>,
    /// The number of each refused row, and why it was refused.
    pub refused: Vec<(u64, String)>,
}

/// Batches, each with the version under which it was read.
type Versions = BTreeMap<BatchId, (Batch, Expected)>;

impl OutcomesTold {
    fn count(&mut self, input: &OutcomeInput, did: Reported) {
        match &did {
            Reported::Changed => return self.changed += 1,
            Reported::Known => return self.known += 1,
            Reported::Pending => self.pending += 1,
            Reported::Ignored(_) => self.ignored += 1,
        }
        self.rows.push(RowTold { row: input.row, payment: input.payment.clone(), did });
    }
}

pub async fn record_outcome(
    engine: &Engine,
    caller: &Permit<WritePayouts>,
    id: TransferId,
    (outcome, on): (&Outcome, Option<Day>),
) -> Result<(Transfer, Reported), Error> {
    let on = on.unwrap_or(Day::of(engine.now()));
    let said = Said { outcome, on, source: OutcomeSource::ByHand, of_all: false };
    let did = payouts::record_one(engine, &caller.without_idempotency(), id, said).await?;
    Ok((payouts::find_transfer(engine, caller.scope, id).await?, did))
}

/// Records many outcomes of one batch. A refused outcome does not stop the others.
pub async fn record_outcomes(
    engine: &Engine,
    caller: &Permit<WritePayouts>,
    batch: BatchId,
    (outcomes, source): (&[OutcomeInput], OutcomeSource),
) -> Result<OutcomesTold, Error> {
    if outcomes.len() > OUTCOMES_PER_REPORT_MAX {
        return Err(Invalid::new("outcomes", format!("at most {OUTCOMES_PER_REPORT_MAX} outcomes")).into());
    }
    payouts::find(engine, caller.scope, batch).await?;
    let caller = &caller.without_idempotency();
    let today = Day::of(engine.now());
    let mut told = OutcomesTold::default();
    for rows in by_payment(outcomes, today) {
        if knows_all(engine, caller, batch, &rows, today).await? {
            told.known += rows.len() as u64;
            continue;
        }
        for input in rows {
            let OutcomeInput { row, payment, outcome, on, of_all } = input;
            let said = Said { outcome, on: on.unwrap_or(today), source, of_all: *of_all };
            let did = match payment_of(engine, caller, batch, payment).await {
                Ok(transfer) => payouts::record_one(engine, caller, transfer.id, said).await,
                Err(fault) => Err(fault),
            };
            match did {
                Ok(did) => told.count(input, did),
                Err(Error::Invalid(invalid)) => told.refused.push((*row, invalid.to_string())),
                Err(Error::NotFound { .. }) => {
                    let why = format!(
                        "payment: expected the end-to-end id of a payment in this batch, not {payment:?}"
                    );
                    told.refused.push((*row, why));
                }
                Err(other) => return Err(other),
            }
        }
    }
    told.rows.sort_by_key(|told| told.row);
    Ok(told)
}

/// Whether several rows about one payment repeat what is recorded of it, its contradictions included.
async fn knows_all(
    engine: &Engine,
    caller: &Caller,
    batch: BatchId,
    rows: &[&OutcomeInput],
    today: Day,
) -> Result<bool, Error> {
    let [first, _, ..] = rows else { return Ok(false) };
    match payment_of(engine, caller, batch, &first.payment).await {
        Ok(transfer) => {
            let outcomes: Vec<_> = rows.iter().map(|it| (&it.outcome, it.on.unwrap_or(today))).collect();
            Ok(transfer.knows_all(&outcomes))
        }
        Err(Error::NotFound { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Records the outcomes in a bank's status report about this batch.
pub async fn record_report(
    engine: &Engine,
    caller: &Permit<WritePayouts>,
    batch: BatchId,
    report: &str,
) -> Result<OutcomesTold, Error> {
    let StatusReport { message_id, outcomes, rest } = engine.rails().read(report)?;
    let (batch, _) = payouts::find(engine, caller.scope, batch).await?;
    // Banks print ids in capitals.
    if !message_id.eq_ignore_ascii_case(&payment_id(batch.id)) {
        let expected = format!("{}, the id of this batch, not {message_id}", payment_id(batch.id));
        return Err(Invalid::new("OrgnlMsgId", expected).into());
    }
    let all =
        payouts::transfers_in(engine, &batch, &TransferStatus::ALL, None, OUTCOMES_PER_REPORT_MAX).await?;
    let all: BTreeMap<_, _> = all.into_iter().map(|it| (it.id, it)).collect();
    let named: BTreeSet<_> =
        outcomes.iter().filter_map(|it| Transfer::of_end_to_end_id(it.payment.as_deref()?)).collect();
    let mut told: Vec<_> = outcomes
        .into_iter()
        .map(|it| as_told(it.payment.clone().unwrap_or_default(), (&it, false), &all))
        .collect();
    if let Some(rest) = rest {
        let others = all.values().filter(|it| it.status.is_under_way() && !named.contains(&it.id));
        told.extend(others.map(|it| as_told(it.end_to_end_id(), (&rest, true), &all)));
    }
    for (row, input) in (1..).zip(&mut told) {
        input.row = row;
    }
    payouts::record_outcomes(engine, caller, batch.id, (&told, OutcomeSource::Pain002)).await
}

async fn payment_of(
    engine: &Engine,
    caller: &Caller,
    batch: BatchId,
    payment: &str,
) -> Result<Transfer, Error> {
    let id = Transfer::of_end_to_end_id(payment).ok_or_else(|| Error::not_found("transfer", payment))?;
    let transfer = payouts::find_transfer(engine, caller.scope, id).await?;
    if transfer.batch == batch { Ok(transfer) } else { Err(Error::not_found("transfer", payment)) }
}

/// Records one outcome, and answers what it changed.
pub(super) async fn record_one(
    engine: &Engine,
    caller: &Caller,
    id: TransferId,
    said: Said<'_>,
) -> Result<Reported, Error> {
    let attempt = move || async move {
        let (at, by) = (engine.now(), caller.actor.id());
        let Said { outcome, on, source, of_all } = said;
        let told = Told { outcome: outcome.clone(), on, source, at, by, of_all, contradicts: false };
        attempt_record(engine, caller, id, &told).await
    };
    Ok(engine.transact(caller, "tell_outcome", attempt).await?.value)
}

async fn attempt_record(
    engine: &Engine,
    caller: &Caller,
    id: TransferId,
    told: &Told,
) -> Result<(Reported, Changes), Error> {
    let scope = caller.scope;
    let before = payouts::find_transfer(engine, scope, id).await?;
    let (batch, expected) = payouts::find(engine, scope, before.batch).await?;
    let (statements, version) = engine.book().statements_of(scope, before.enrollment).await?;
    // Every version is read before the transfers under it: an outcome that arrives meanwhile changes it.
    let before = payouts::find_transfer(engine, scope, before.id).await?;
    let (others, versions) = others_of(engine, &before).await?;
    let Consequence { transfer, other } = match before.told(told, &others)? {
        Effect::Changed(consequence) => *consequence,
        Effect::Known => return Ok((Reported::Known, Changes::default())),
        Effect::Pending => return Ok((Reported::Pending, Changes::default())),
        Effect::Ignored(why) => return Ok((Reported::Ignored(why), Changes::default())),
    };
    let mut changes = payouts::batch_changes(&batch, expected);
    let key = VersionKey::Statements(before.enrollment);
    changes.expected.push(Expected { key, version });
    if let Some(other) = &other
        && other.batch != batch.id
    {
        let (mut other_batch, expected) =
            versions.get(&other.batch).cloned().ok_or_else(|| Error::not_found("batch", other.batch))?;
        if other.status == TransferStatus::Canceled {
            payouts::take_out(engine, &mut other_batch, std::slice::from_ref(other)).await?;
        }
        let theirs = payouts::batch_changes(&other_batch, expected);
        changes.expected.extend(theirs.expected);
        changes.rows.extend(theirs.rows);
    }
    let mut steps = vec![(before.clone(), transfer.clone())];
    if let Some(other) = &other {
        let was = others.iter().find(|known| known.transfer.id == other.id);
        steps.extend(was.map(|was| (was.transfer.clone(), other.clone())));
    }
    // The transfer that gives up the statement is written before the one that claims it.
    steps.sort_by_key(|(_, after)| after.holds);
    for (was, is) in &steps {
        changes.entries.extend(book(was, is, told.at, &mut || EntryId::draw(told.at, engine.draw())));
        changes.rows.push(Row::Transfer(Box::new(is.clone())));
        if was.status != is.status || was.debited != is.debited {
            changes.facts.extend(fact_of(engine, is, told));
        }
    }
    mark_statement(engine, &statements, &steps, &others, told.at, &mut changes);
    close_if_over(engine, batch, &transfer, told.at, &mut changes).await?;
    payouts::mark_method(engine, caller, (&before, &transfer), &mut changes).await?;

    let record = (crate::audit::view(&before), crate::audit::view(&transfer));
    changes.audit.push(audit::entry(engine, caller, told.at, "transfer.told", id, record));
    Ok((Reported::Changed, changes))
}

/// All other transfers of the same statement, and their batches, each with the version under which both were read.
async fn others_of(engine: &Engine, transfer: &Transfer) -> Result<(Vec<Other>, Versions), Error> {
    let query = ListOf::<Transfer>::new(super::TRANSFERS_PER_STATEMENT_MAX)
        .only(TransferColumn::STATEMENT_ID, transfer.statement);
    let mut versions = Versions::new();
    for found in list_of(engine.book(), transfer.scope, &query).await? {
        if found.id != transfer.id && !versions.contains_key(&found.batch) {
            versions.insert(found.batch, payouts::find(engine, transfer.scope, found.batch).await?);
        }
    }

    let mut others = Vec::new();
    for other in list_of(engine.book(), transfer.scope, &query).await? {
        // A transfer that was made since changes the statements' version, and this is tried again.
        if let Some((batch, _)) = versions.get(&other.batch).filter(|_| other.id != transfer.id) {
            others.push(Other { transfer: other, batch: batch.clone() });
        }
    }
    Ok((others, versions))
}

/// Records on the statement which transfer paid it; a job records it on the statement's commissions.
fn mark_statement(
    engine: &Engine,
    statements: &[Statement],
    steps: &[(Transfer, Transfer)],
    others: &[Other],
    at: Instant,
    changes: &mut Changes,
) {
    let Some((_, transfer)) = steps.first() else { return };
    let Some(before) = statements.iter().find(|it| it.id == transfer.statement) else { return };
    let now = steps.iter().map(|(_, after)| after);
    let rest = others
        .iter()
        .map(|other| &other.transfer)
        .filter(|other| steps.iter().all(|(was, _)| was.id != other.id));
    let mut holders = now.chain(rest).filter(|it| it.holds && it.status == TransferStatus::Settled);
    let paid = holders.next().map(|holder| Paid { transfer: holder.id, at: holder.ended_at.unwrap_or(at) });
    if before.paid == paid {
        return;
    }
    changes.rows.push(Row::Statement(Statement { paid, ..before.clone() }));
    changes.jobs.push(jobs::put(
        engine,
        before.scope,
        before.program,
        jobs::MarkPaid { statement: before.id },
        at,
    ));
}

async fn close_if_over(
    engine: &Engine,
    mut batch: Batch,
    transfer: &Transfer,
    at: Instant,
    changes: &mut Changes,
) -> Result<(), Error> {
    let over = batch.status == BatchStatus::HandedOver && !transfer.status.is_under_way();
    if !over || payouts::has_under_way(engine, &batch, Some(transfer.id)).await? {
        return Ok(());
    }
    (batch.status, batch.closed_at) = (BatchStatus::Closed, Some(at));
    let closed = Event::BatchClosed(BatchClosed { batch: batch.id });
    changes.facts.push(engine.fact(batch.scope, at, closed).of_program(batch.program));
    changes.rows.push(Row::Batch(Box::new(batch)));
    Ok(())
}

fn fact_of(engine: &Engine, transfer: &Transfer, told: &Told) -> Option<Fact> {
    let body = TransferReported {
        transfer: transfer.id,
        batch: transfer.batch,
        partner: transfer.partner,
        statement: transfer.statement,
        amount: transfer.amount,
        sends: transfer.sends,
        on: told.on,
        account_fault: transfer.account_fault,
        contradicted: transfer.is_contradicted(),
        overpaid: transfer.is_overpaid(),
    };
    let event = Event::of_transfer(transfer.status, body)?;
    Some(engine.fact(transfer.scope, told.at, event).of_program(transfer.program))
}

/// The outcomes of each payment by their days, so that a table may list the newest first. Of one day, a payment settles
/// before it is returned.
fn by_payment(outcomes: &[OutcomeInput], today: Day) -> Vec<Vec<&OutcomeInput>> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<Vec<&OutcomeInput>> = Vec::new();
    for input in outcomes {
        let key = Transfer::of_end_to_end_id(&input.payment).ok_or(&input.payment);
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(input);
    }
    for group in &mut groups {
        let is_return = |it: &OutcomeInput| matches!(it.outcome, Outcome::Returned { .. });
        group.sort_by_key(|it| (it.on.unwrap_or(today), is_return(it)));
    }
    groups
}

/// What a status report says of a payment. Where it names no day, an earlier report's outcome is the same though that was
/// created on another day: banks repeat themselves.
fn as_told(
    payment: String,
    (it, of_all): (&ReportedOutcome, bool),
    all: &BTreeMap<TransferId, Transfer>,
) -> OutcomeInput {
    let known = Transfer::of_end_to_end_id(&payment).and_then(|id| all.get(&id));
    let told = known.into_iter().flat_map(|transfer| &transfer.told);
    let again = |told: &&Told| {
        told.source == OutcomeSource::Pain002 && told.outcome.name() == it.outcome.name() && it.on.is_none()
    };
    let before = told.filter(again).map(|told| told.on).next();
    let on = it.on.or(before).or(it.reported_on);
    OutcomeInput { row: 0, payment, outcome: it.outcome.clone(), on, of_all }
}
