//! Deed: what became of a transfer, told by hand, by a table, by a bank's report or by the provider. What was told before
//! changes nothing; what contradicts it is booked as what it is.

use crate::{
    Caller, Engine, Error, Permit,
    need::WritePayouts,
    ports::{
        Changes, Expected, Fact, Job, JobChange, JobKind, ListQuery, Noun, ReportedOutcome, Row,
        StatusReport, VersionKey, list_of, payment_id,
    },
};
use payout::{
    BatchStatus, Consequence, Effect, Other, Outcome, OutcomeSource, Paid, Statement, Told, Transfer,
    TransferStatus, book,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use words::{BatchId, Day, EntryId, Instant, Invalid, JobId, TransferId};

/// Outcomes of one table or report.
pub const OUTCOMES_PER_REPORT_MAX: usize = 10_000;

/// One outcome of many: the payment by its end-to-end id, or by the transfer's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeInput {
    /// Where it stands in the table or report, from 1.
    pub row: u64,
    pub payment: String,
    pub outcome: Outcome,
    /// Today, if absent.
    pub on: Option<Day>,
    /// It was said of all payments that are not named, and not of this one.
    pub of_all: bool,
}

/// What somebody says of a transfer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    pub outcome: &'a Outcome,
    pub on: Day,
    pub source: OutcomeSource,
    /// Of a whole file, and not of this payment by name.
    pub of_all: bool,
}

/// What an outcome did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reported {
    Changed,
    /// The same was told before.
    Known,
    /// The bank or the provider works on it, as was known.
    Pending,
    /// It adds nothing to what is known; why.
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
    /// Told before.
    pub known: u64,
    /// The bank or the provider works on them, as was known.
    pub pending: u64,
    pub ignored: u64,
    /// The pending and the ignored ones.
    pub rows: Vec<RowTold>,
    /// Each refused one with why.
    pub refused: Vec<(u64, String)>,
}

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

impl Engine {
    pub async fn tell_outcome(
        &self,
        caller: &Permit<WritePayouts>,
        id: TransferId,
        (outcome, on): (&Outcome, Option<Day>),
    ) -> Result<(Transfer, Reported), Error> {
        let on = on.unwrap_or(Day::of(self.now()));
        let said = Said { outcome, on, source: OutcomeSource::ByHand, of_all: false };
        let did = self.told_outcome(&caller.without_idempotency(), id, said).await?;
        Ok((self.transfer_of(caller.scope, id).await?, did))
    }

    /// Tells many of one batch; each stands by itself.
    pub async fn tell_outcomes(
        &self,
        caller: &Permit<WritePayouts>,
        batch: BatchId,
        (outcomes, source): (&[OutcomeInput], OutcomeSource),
    ) -> Result<OutcomesTold, Error> {
        if outcomes.len() > OUTCOMES_PER_REPORT_MAX {
            return Err(
                Invalid::new("outcomes", format!("at most {OUTCOMES_PER_REPORT_MAX} outcomes")).into()
            );
        }
        self.batch_of(caller.scope, batch).await?;
        let caller = &caller.without_idempotency();
        let mut told = OutcomesTold::default();
        for input in outcomes {
            let OutcomeInput { row, payment, outcome, on, of_all } = input;
            let said = Said { outcome, on: on.unwrap_or(Day::of(self.now())), source, of_all: *of_all };
            let did = match self.payment_of(caller, batch, payment).await {
                Ok(id) => self.told_outcome(caller, id, said).await,
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
        Ok(told)
    }

    /// Tells what a bank's status report says of the batch that it is about.
    pub async fn tell_report(
        &self,
        caller: &Permit<WritePayouts>,
        batch: BatchId,
        report: &str,
    ) -> Result<OutcomesTold, Error> {
        let StatusReport { message_id, outcomes, rest } = self.rails().read(report)?;
        let (batch, _) = self.batch_of(caller.scope, batch).await?;
        if message_id != payment_id(batch.id) {
            let expected = format!("{}, the id of this batch, not {message_id}", payment_id(batch.id));
            return Err(Invalid::new("OrgnlMsgId", expected).into());
        }
        let all = self.transfers_in(&batch, &TransferStatus::ALL, None, OUTCOMES_PER_REPORT_MAX).await?;
        let all: BTreeMap<_, _> = all.into_iter().map(|it| (it.end_to_end_id(), it)).collect();
        let named: BTreeSet<_> = outcomes.iter().filter_map(|it| it.payment.clone()).collect();
        let mut told: Vec<_> = outcomes
            .into_iter()
            .map(|it| as_told(it.payment.clone().unwrap_or_default(), (&it, false), &all))
            .collect();
        if let Some(rest) = rest {
            let under_way = all.iter().filter(|(_, it)| it.status.is_under_way());
            let others = under_way.map(|(payment, _)| payment).filter(|payment| !named.contains(*payment));
            told.extend(others.map(|payment| as_told(payment.clone(), (&rest, true), &all)));
        }
        for (row, input) in (1..).zip(&mut told) {
            input.row = row;
        }
        self.tell_outcomes(caller, batch.id, (&told, OutcomeSource::Pain002)).await
    }

    async fn payment_of(&self, caller: &Caller, batch: BatchId, payment: &str) -> Result<TransferId, Error> {
        let id = Transfer::of_end_to_end_id(payment).ok_or_else(|| Error::not_found("transfer", payment))?;
        let transfer = self.transfer_of(caller.scope, id).await?;
        if transfer.batch == batch { Ok(id) } else { Err(Error::not_found("transfer", payment)) }
    }

    /// What it changed.
    pub(super) async fn told_outcome(
        &self,
        caller: &Caller,
        id: TransferId,
        said: Said<'_>,
    ) -> Result<Reported, Error> {
        let attempt = move || async move {
            let (at, by) = (self.now(), caller.actor.id());
            let Said { outcome, on, source, of_all } = said;
            let told = Told { outcome: outcome.clone(), on, source, at, by, of_all, contradicts: false };
            self.following(caller, id, &told).await
        };
        Ok(self.turn(caller, "tell_outcome", attempt).await?.value)
    }

    async fn following(
        &self,
        caller: &Caller,
        id: TransferId,
        told: &Told,
    ) -> Result<(Reported, Changes), Error> {
        let scope = caller.scope;
        let before = self.transfer_of(scope, id).await?;
        let (batch, expected) = self.batch_of(scope, before.batch).await?;
        // Read again under the version: what is told meanwhile changes it.
        let before = self.transfer_of(scope, before.id).await?;
        let others = self.others_of(&before).await?;
        let (statements, version) = self.book().statements_of(scope, before.enrolment).await?;
        let Consequence { transfer, other } = match before.told(told, &others)? {
            Effect::Changed(consequence) => *consequence,
            Effect::Known => return Ok((Reported::Known, Changes::default())),
            Effect::Pending => return Ok((Reported::Pending, Changes::default())),
            Effect::Ignored(why) => return Ok((Reported::Ignored(why), Changes::default())),
        };
        let mut changes = self.batch_changes(&batch, expected);
        let key = VersionKey::Statements(before.enrolment);
        changes.expected.push(Expected { key, version });
        if let Some(other) = &other
            && other.batch != batch.id
        {
            let (mut other_batch, expected) = self.batch_of(scope, other.batch).await?;
            if other.status == TransferStatus::Cancelled {
                self.take_out(&mut other_batch, std::slice::from_ref(other)).await?;
            }
            let theirs = self.batch_changes(&other_batch, expected);
            changes.expected.extend(theirs.expected);
            changes.rows.extend(theirs.rows);
        }
        let mut steps = vec![(before.clone(), transfer.clone())];
        if let Some(other) = &other {
            let was = others.iter().find(|known| known.transfer.id == other.id);
            steps.extend(was.map(|was| (was.transfer.clone(), other.clone())));
        }
        // Who gives the statement up is written before who takes it.
        steps.sort_by_key(|(_, after)| after.holds);
        for (was, is) in &steps {
            changes.entries.extend(book(was, is, told.at, &mut || EntryId::draw(told.at, self.draw())));
            changes.rows.push(Row::Transfer(Box::new(is.clone())));
            if was.status != is.status || was.debited != is.debited {
                changes.facts.push(self.fact_of(is, told));
            }
        }
        self.mark_statement(&statements, &steps, &others, told.at, &mut changes);
        self.close_if_over(batch, &transfer, told.at, &mut changes).await?;
        self.mark_method(caller, (&before, &transfer), &mut changes).await?;

        let record = (crate::audit::view(&before), crate::audit::view(&transfer));
        changes.audit.push(self.audited(caller, told.at, "transfer.told", id, record));
        Ok((Reported::Changed, changes))
    }

    /// All other transfers of the same statement.
    async fn others_of(&self, transfer: &Transfer) -> Result<Vec<Other>, Error> {
        let query = ListQuery::new(Noun::Transfer, super::TRANSFERS_PER_STATEMENT_MAX)
            .only("statement_id", transfer.statement);
        let mut found = list_of::<Transfer>(self.book(), transfer.scope, &query).await?;
        found.retain(|other| other.id != transfer.id);
        let mut others = Vec::with_capacity(found.len());
        for transfer in found {
            let (batch, _) = self.batch_of(transfer.scope, transfer.batch).await?;
            others.push(Other { transfer, batch });
        }
        Ok(others)
    }

    /// The statement says by which transfer it is paid; a job says it of its commissions.
    fn mark_statement(
        &self,
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
        let paid =
            holders.next().map(|holder| Paid { transfer: holder.id, at: holder.ended_at.unwrap_or(at) });
        if before.paid == paid {
            return;
        }
        changes.rows.push(Row::Statement(Statement { paid, ..before.clone() }));
        changes.jobs.push(JobChange::Put(Job {
            id: JobId::draw(at, self.draw()),
            scope: before.scope,
            program: before.program,
            kind: JobKind::MarkPaid { statement: before.id },
            run_at: at,
            attempts: 0,
        }));
    }

    async fn close_if_over(
        &self,
        mut batch: payout::Batch,
        transfer: &Transfer,
        at: Instant,
        changes: &mut Changes,
    ) -> Result<(), Error> {
        let over = batch.status == BatchStatus::HandedOver && !transfer.status.is_under_way();
        if !over || self.has_under_way(&batch, Some(transfer.id)).await? {
            return Ok(());
        }
        (batch.status, batch.closed_at) = (BatchStatus::Closed, Some(at));
        let body = json!({ "batch": batch.id });
        changes.facts.push(self.fact((batch.scope, Some(batch.program), None), at, "batch.closed", body));
        changes.rows.push(Row::Batch(Box::new(batch)));
        Ok(())
    }

    fn fact_of(&self, transfer: &Transfer, told: &Told) -> Fact {
        let body = json!({
            "transfer": transfer.id, "batch": transfer.batch, "partner": transfer.partner,
            "statement": transfer.statement, "amount": transfer.amount, "sends": transfer.sends,
            "on": told.on, "account_fault": transfer.account_fault, "contradicted": transfer.is_contradicted(), "overpaid": transfer.is_overpaid(),
        });
        let kind = format!("transfer.{}", transfer.status.name());
        self.fact((transfer.scope, Some(transfer.program), None), told.at, &kind, body)
    }
}

/// What a report says of a payment. Where it does not say when, what an earlier report said is the same, though it was made
/// on another day: banks repeat themselves.
fn as_told(
    payment: String,
    (it, of_all): (&ReportedOutcome, bool),
    all: &BTreeMap<String, Transfer>,
) -> OutcomeInput {
    let told = all.get(&payment).into_iter().flat_map(|transfer| &transfer.told);
    let again = |told: &&Told| {
        told.source == OutcomeSource::Pain002 && told.outcome.name() == it.outcome.name() && it.on.is_none()
    };
    let before = told.filter(again).map(|told| told.on).next();
    let on = it.on.or(before).or(it.reported_on);
    OutcomeInput { row: 0, payment, outcome: it.outcome.clone(), on, of_all }
}
