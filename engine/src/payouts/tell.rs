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
    BatchStatus, Consequence, Outcome, OutcomeSource, Paid, Statement, Told, Transfer, TransferStatus, book,
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
    pub payment: String,
    pub outcome: Outcome,
    /// Today, if absent.
    pub on: Option<Day>,
}

/// What a table of outcomes did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OutcomesTold {
    pub changed: u64,
    /// Told before.
    pub unchanged: u64,
    /// Each refused one with why, by its number from 1.
    pub refused: Vec<(u64, String)>,
}

impl Engine {
    pub async fn tell_outcome(
        &self,
        caller: &Permit<WritePayouts>,
        id: TransferId,
        (outcome, on): (&Outcome, Option<Day>),
    ) -> Result<Transfer, Error> {
        let source = OutcomeSource::ByHand;
        let day = on.unwrap_or(Day::of(self.now()));
        self.told_outcome(&caller.without_idempotency(), id, (outcome, day, source)).await?;
        self.transfer_of(caller.scope, id).await
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
        for (number, OutcomeInput { payment, outcome, on }) in (1..).zip(outcomes) {
            let day = on.unwrap_or(Day::of(self.now()));
            let changed = match self.payment_of(caller, batch, payment).await {
                Ok(id) => self.told_outcome(caller, id, (outcome, day, source)).await,
                Err(fault) => Err(fault),
            };
            match changed {
                Ok(true) => told.changed += 1,
                Ok(false) => told.unchanged += 1,
                Err(Error::Invalid(invalid)) => told.refused.push((number, invalid.to_string())),
                Err(Error::NotFound { what, id }) => {
                    told.refused.push((number, format!("no {what} {id} here")))
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
            .map(|it| as_told(it.payment.clone().unwrap_or_default(), &it, &all))
            .collect();
        if let Some(rest) = rest {
            let under_way = all.iter().filter(|(_, it)| it.status.is_under_way());
            let others = under_way.map(|(payment, _)| payment).filter(|payment| !named.contains(*payment));
            told.extend(others.map(|payment| as_told(payment.clone(), &rest, &all)));
        }
        self.tell_outcomes(caller, batch.id, (&told, OutcomeSource::Pain002)).await
    }

    async fn payment_of(&self, caller: &Caller, batch: BatchId, payment: &str) -> Result<TransferId, Error> {
        let named = payment.parse().ok().or_else(|| Transfer::of_end_to_end_id(payment));
        let id = named.ok_or_else(|| Error::not_found("transfer", payment))?;
        let transfer = self.transfer_of(caller.scope, id).await?;
        if transfer.batch == batch { Ok(id) } else { Err(Error::not_found("transfer", payment)) }
    }

    /// Whether it changed anything.
    pub(super) async fn told_outcome(
        &self,
        caller: &Caller,
        id: TransferId,
        (outcome, on, source): (&Outcome, Day, OutcomeSource),
    ) -> Result<bool, Error> {
        let attempt = move || async move {
            let (at, by) = (self.now(), caller.actor.id());
            let told = Told { outcome: outcome.clone(), on, source, at, by, contradicts: false };
            self.following(caller, id, &told).await
        };
        Ok(self.turn(caller, "tell_outcome", attempt).await?.value)
    }

    async fn following(
        &self,
        caller: &Caller,
        id: TransferId,
        told: &Told,
    ) -> Result<(bool, Changes), Error> {
        let scope = caller.scope;
        let before = self.transfer_of(scope, id).await?;
        let (batch, expected) = self.batch_of(scope, before.batch).await?;
        // Read again under the version: what is told meanwhile changes it.
        let before = self.transfer_of(scope, before.id).await?;
        let others = self.others_of(&before).await?;
        let (statements, version) = self.book().statements_of(scope, before.enrolment).await?;
        let Some(Consequence { transfer, other }) = before.told(told, &others)? else {
            return Ok((false, Changes::default()));
        };
        let mut changes = self.batch_changes(&batch, expected);
        let key = VersionKey::Statements(before.enrolment);
        changes.expected.push(Expected { key, version });
        if let Some(other) = &other
            && other.batch != batch.id
        {
            let (other_batch, expected) = self.batch_of(scope, other.batch).await?;
            let theirs = self.batch_changes(&other_batch, expected);
            changes.expected.extend(theirs.expected);
        }
        let mut steps = vec![(before.clone(), transfer.clone())];
        if let Some(other) = &other {
            let was = others.iter().find(|known| known.id == other.id).cloned();
            steps.extend(was.map(|was| (was, other.clone())));
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
        let record = (crate::audit::view(&before), crate::audit::view(&transfer));
        changes.audit.push(self.audited(caller, told.at, "transfer.told", id, record));
        Ok((true, changes))
    }

    /// All other transfers of the same statement.
    async fn others_of(&self, transfer: &Transfer) -> Result<Vec<Transfer>, Error> {
        let query = ListQuery::new(Noun::Transfer, super::TRANSFERS_PER_STATEMENT_MAX)
            .only("statement_id", transfer.statement);
        let mut found = list_of::<Transfer>(self.book(), transfer.scope, &query).await?;
        found.retain(|other| other.id != transfer.id);
        Ok(found)
    }

    /// The statement says by which transfer it is paid; a job says it of its commissions.
    fn mark_statement(
        &self,
        statements: &[Statement],
        steps: &[(Transfer, Transfer)],
        others: &[Transfer],
        at: Instant,
        changes: &mut Changes,
    ) {
        let Some((_, transfer)) = steps.first() else { return };
        let Some(before) = statements.iter().find(|it| it.id == transfer.statement) else { return };
        let now = steps.iter().map(|(_, after)| after);
        let rest = others.iter().filter(|other| steps.iter().all(|(was, _)| was.id != other.id));
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
            "on": told.on, "contradicted": transfer.is_contradicted(), "overpaid": transfer.is_overpaid(),
        });
        let kind = format!("transfer.{}", transfer.status.name());
        self.fact((transfer.scope, Some(transfer.program), None), told.at, &kind, body)
    }
}

/// What a report says of a payment. Where it does not say when, what an earlier report said is the same, though it was made
/// on another day: banks repeat themselves.
fn as_told(payment: String, it: &ReportedOutcome, all: &BTreeMap<String, Transfer>) -> OutcomeInput {
    let told = all.get(&payment).into_iter().flat_map(|transfer| &transfer.told);
    let again = |told: &&Told| {
        told.source == OutcomeSource::Pain002 && told.outcome.name() == it.outcome.name() && it.on.is_none()
    };
    let before = told.filter(again).map(|told| told.on).next();
    OutcomeInput { payment, outcome: it.outcome.clone(), on: it.on.or(before).or(it.reported_on) }
}
