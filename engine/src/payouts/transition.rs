//! Deed: a batch is submitted, approved by another, sent back, handed over or canceled.

use crate::{
    Caller, Engine, Error, Permit,
    audit::{self, view},
    need::{ReadPayouts, WritePayouts},
    payouts,
    ports::Changes,
    rulebooks,
};
use facts::{BatchChanged, Event};
use payout::{Batch, BatchStep, Handing, Refusal};
use words::{BatchId, Invalid};

pub async fn transition(
    engine: &Engine,
    caller: &Permit<WritePayouts>,
    id: BatchId,
    step: &BatchStep,
) -> Result<Batch, Error> {
    let caller: &Caller = &caller.without_idempotency();
    let attempt = move || attempt_transition(engine, caller, id, step);
    let batch = engine.transact(caller, "step_batch", attempt).await?.value;
    // A provider is called by the worker, never while somebody waits for an answer.
    if batch.status.is_moving() && batch.handing != Some(Handing::Direct) {
        payouts::go_on(engine, caller, id).await?;
    }
    Ok(payouts::find(engine, caller.scope, id).await?.0)
}

async fn attempt_transition(
    engine: &Engine,
    caller: &Caller,
    id: BatchId,
    step: &BatchStep,
) -> Result<(Batch, Changes), Error> {
    let (before, expected) = payouts::find(engine, caller.scope, id).await?;
    let done = payouts::done_by(engine, caller).await?;
    let after = step.on(&before, done)?;
    match step {
        BatchStep::Approve => approvable(engine, caller, &before)
            .await?
            .map_err(|refusal| Error::NotAllowed { needed: refusal.expected().to_owned() })?,
        // What no file can be made of is not handed over.
        BatchStep::HandOver(Handing::File) => drop(payouts::render(engine, &before, done.at).await?),
        BatchStep::HandOver(Handing::Direct) if engine.direct_rail().is_none() => {
            return Err(Invalid::new("handing", "file: no provider is called by this installation").into());
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
    let mut changes = payouts::batch_changes(&after, expected);
    changes.audit.push(audit::entry(engine, caller, done.at, event.kind().text(), id, record));
    changes.facts.push(engine.fact(after.scope, done.at, event).of_program(after.program));
    if after.status.is_moving() {
        changes.jobs.push(payouts::batch_job(engine, &after, done.at));
    }
    Ok((after, changes))
}

async fn approvable(engine: &Engine, caller: &Caller, batch: &Batch) -> Result<Result<(), Refusal>, Error> {
    let rules = rulebooks::load(engine, batch.scope, batch.program).await?.program.payouts;
    let hand = payouts::hand_of(engine, caller).await?;
    let role = payouts::role_of(engine, caller, hand).await?;
    Ok(batch.approval(hand, role, &rules))
}

pub async fn get(engine: &Engine, reader: &Permit<ReadPayouts>, id: BatchId) -> Result<Batch, Error> {
    Ok(payouts::find(engine, reader.scope, id).await?.0)
}

/// Whether the caller might approve the batch, or why not.
pub async fn may_approve(
    engine: &Engine,
    reader: &Permit<ReadPayouts>,
    batch: &Batch,
) -> Result<Result<(), Refusal>, Error> {
    approvable(engine, reader, batch).await
}
