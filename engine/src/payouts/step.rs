//! Deed: a batch is submitted, approved by another, sent back, handed over or canceled.

use crate::{
    Caller, Engine, Error, Permit,
    audit::view,
    need::{ReadPayouts, WritePayouts},
    ports::Changes,
};
use facts::{BatchChanged, Event};
use payout::{Batch, BatchStep, Handing, Refusal};
use words::{BatchId, Invalid};

impl Engine {
    pub async fn step_batch(
        &self,
        caller: &Permit<WritePayouts>,
        id: BatchId,
        step: &BatchStep,
    ) -> Result<Batch, Error> {
        let caller: &Caller = &caller.without_idempotency();
        let attempt = move || self.stepped_batch(caller, id, step);
        let batch = self.turn(caller, "step_batch", attempt).await?.value;
        // A provider is called by the worker, never while somebody waits for an answer.
        if batch.status.is_moving() && batch.handing != Some(Handing::Direct) {
            self.turn_batch(caller, id).await?;
        }
        Ok(self.batch_of(caller.scope, id).await?.0)
    }

    async fn stepped_batch(
        &self,
        caller: &Caller,
        id: BatchId,
        step: &BatchStep,
    ) -> Result<(Batch, Changes), Error> {
        let (before, expected) = self.batch_of(caller.scope, id).await?;
        let done = self.done_by(caller).await?;
        let after = step.on(&before, done)?;
        match step {
            BatchStep::Approve => self
                .approvable(caller, &before)
                .await?
                .map_err(|refusal| Error::NotAllowed { needed: refusal.expected().to_owned() })?,
            // What no file can be made of is not handed over.
            BatchStep::HandOver(Handing::File) => drop(self.rendered(&before, done.at).await?),
            BatchStep::HandOver(Handing::Direct) if self.direct_rail().is_none() => {
                return Err(
                    Invalid::new("handing", "file: no provider is called by this installation").into()
                );
            }
            _ => {}
        }
        let body = BatchChanged {
            batch: id,
            status: after.status,
            total: after.total,
            currency: after.currency,
            transfers: after.transfers,
        };
        let event = Event::of_batch(step, body);
        let record = (view(&before), view(&after));
        let mut changes = self.batch_changes(&after, expected);
        changes.audit.push(self.audited(caller, done.at, event.kind().text(), id, record));
        changes.facts.push(self.fact(after.scope, done.at, event).of_program(after.program));
        if after.status.is_moving() {
            changes.jobs.push(self.batch_job(&after, done.at));
        }
        Ok((after, changes))
    }

    async fn approvable(&self, caller: &Caller, batch: &Batch) -> Result<Result<(), Refusal>, Error> {
        let rules = self.rulebook(batch.scope, batch.program).await?.program.payouts;
        let hand = self.hand_of(caller).await?;
        let role = self.role_of(caller, hand).await?;
        Ok(batch.approval(hand, role, &rules))
    }

    pub async fn batch(&self, reader: &Permit<ReadPayouts>, id: BatchId) -> Result<Batch, Error> {
        Ok(self.batch_of(reader.scope, id).await?.0)
    }

    /// Whether the caller might approve the batch, or why not.
    pub async fn may_approve(
        &self,
        reader: &Permit<ReadPayouts>,
        batch: &Batch,
    ) -> Result<Result<(), Refusal>, Error> {
        self.approvable(reader, batch).await
    }
}
