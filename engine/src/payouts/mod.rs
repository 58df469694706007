//! Payouts: batches made, approved and handed over, transfers, and what became of each.

mod bounce;
mod cancel;
mod carry;
mod file;
mod hand_over;
mod make;
mod mark_paid;
mod outcomes;
mod reconcile;
mod rules;
mod send;
mod transition;
mod visible;
mod way;

use crate::{
    Caller, Engine, Error,
    caller::Actor,
    jobs, payouts,
    ports::{BatchColumn, Changes, Expected, JobChange, ListOf, Row, TransferColumn, VersionKey, list_of},
};
use bounce::mark_method;
pub(crate) use bounce::method_by_id;
use cancel::cancel_chunk;
pub(crate) use carry::carry_payments;
pub use file::file;
use file::{payment, render};
use hand_over::{end_handing_over, hand, hand_over_chunk, hindrance};
use make::collect_chunk;
pub use make::{BatchInput, create};
pub(crate) use mark_paid::mark_paid;
use outcomes::record_one;
pub use outcomes::{
    OUTCOMES_PER_REPORT_MAX, OutcomeInput, OutcomesTold, Reported, RowTold, record_outcome, record_outcomes,
    record_report,
};
use payout::{Batch, BatchStatus, Done, Hand, Handing, Transfer, TransferStatus};
use program::Seat;
pub use reconcile::{
    Moved, RECONCILED_DAYS_MAX, ReconciledDay, Reconciliation, UNDER_WAY_MAX, UnderWay, reconcile,
};
pub use rules::set_rules;
use send::{read_back, send};
pub use transition::{get, may_approve, transition};
pub use visible::payment_of_statement;
pub(crate) use visible::{announced, announced_payment_of};
use way::{debtor_of, destination_of_transfer, way_of};
use words::{BatchId, Instant, Role, Scope, TransferId};

/// A transfer is a row with a claim, an entry with up to six postings, and a version.
pub const TRANSFERS_PER_COMMIT_MAX: usize = crate::ports::ROWS_PER_COMMIT_MAX / 10;
/// Other transfers of one statement: as many as may fail or come back before somebody looks.
const TRANSFERS_PER_STATEMENT_MAX: usize = 1_000;
/// A provider that gave no answer is asked again after so many minutes.
pub(crate) const READ_BACK_AFTER_MINUTES: i64 = 10;

pub(crate) async fn find(engine: &Engine, scope: Scope, id: BatchId) -> Result<(Batch, Expected), Error> {
    let key = VersionKey::Batch(id);
    let version = engine.book().version(&key).await?;
    let query = ListOf::<Batch>::new(1).only(BatchColumn::ID, id);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    Ok((found.ok_or_else(|| Error::not_found("batch", id))?, Expected { key, version }))
}

pub(crate) async fn find_transfer(engine: &Engine, scope: Scope, id: TransferId) -> Result<Transfer, Error> {
    let query = ListOf::<Transfer>::new(1).only(TransferColumn::ID, id);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    found.ok_or_else(|| Error::not_found("transfer", id))
}

/// The batch's next transfers in one of these states.
async fn transfers_in(
    engine: &Engine,
    batch: &Batch,
    statuses: &[TransferStatus],
    after: Option<TransferId>,
    limit: usize,
) -> Result<Vec<Transfer>, Error> {
    use crate::ports::{Test, Value};
    let names = statuses.iter().map(|status| Value::Text(status.name().to_owned())).collect();
    let query = ListOf::<Transfer>::new(limit)
        .only(TransferColumn::BATCH_ID, batch.id)
        .with(TransferColumn::STATUS, Test::OneOf(names))
        .after(after.map(|id| (Value::Text(id.to_string()), id.to_string())));
    Ok(list_of(engine.book(), batch.scope, &query).await?)
}

/// Whether the batch has transfers without an outcome, other than `beside`.
async fn has_under_way(engine: &Engine, batch: &Batch, beside: Option<TransferId>) -> Result<bool, Error> {
    let under_way = [TransferStatus::HandedOver, TransferStatus::Unknown, TransferStatus::Intended];
    let found = transfers_in(engine, batch, &under_way, None, 2).await?;
    Ok(found.iter().any(|transfer| Some(transfer.id) != beside))
}

/// Takes transfers out of the sums of their batch.
async fn take_out(engine: &Engine, batch: &mut Batch, out: &[Transfer]) -> Result<(), Error> {
    let is_greatest = out.iter().any(|transfer| transfer.amount.amount >= batch.greatest);
    let greatest = if is_greatest { greatest_beside(engine, batch, out).await? } else { batch.greatest };
    for transfer in out {
        batch.take_out(transfer, greatest);
    }
    Ok(())
}

/// The greatest amount of the batch's transfers that are not taken out, beside these.
async fn greatest_beside(engine: &Engine, batch: &Batch, out: &[Transfer]) -> Result<i64, Error> {
    use crate::ports::{Test, Value};
    let left = TransferStatus::ALL.into_iter().filter(|status| *status != TransferStatus::Canceled);
    let names = left.map(|status| Value::Text(status.name().to_owned())).collect();
    let query = ListOf::<Transfer>::new(out.len() + 1)
        .only(TransferColumn::BATCH_ID, batch.id)
        .with(TransferColumn::STATUS, Test::OneOf(names))
        .by_greatest(TransferColumn::AMOUNT);
    let found: Vec<Transfer> = list_of(engine.book(), batch.scope, &query).await?;
    let mut rest = found.iter().filter(|transfer| out.iter().all(|it| it.id != transfer.id));
    Ok(rest.next().map_or(0, |transfer| transfer.amount.amount))
}

/// Who acts, and, behind a key, who made it.
pub async fn hand_of(engine: &Engine, caller: &Caller) -> Result<Hand, Error> {
    Ok(match caller.actor {
        Actor::Member { user, .. } => Hand::Member { user },
        Actor::Key { key } => {
            let found = engine.book().key(caller.scope.workspace, key).await?;
            Hand::Key { key, made_by: found.and_then(|key| key.created_by) }
        }
        Actor::Operator | Actor::Partner { .. } | Actor::Visitor { .. } => Hand::Operator,
    })
}

/// The caller's role. A key acts in the role of the member who created it.
pub async fn role_of(engine: &Engine, caller: &Caller, hand: Hand) -> Result<Role, Error> {
    if let Actor::Member { role, .. } = caller.actor {
        return Ok(role);
    }
    let Some(user) = hand.person() else { return Ok(Role::Owner) };
    let members = engine.book().memberships_of(user).await?;
    let mut roles = members.into_iter().filter_map(|member| match member.seat {
        Seat::Team { role } if member.workspace == caller.scope.workspace && member.ended_at.is_none() => {
            Some(role)
        }
        _ => None,
    });
    Ok(roles.next().unwrap_or(Role::Analyst))
}

async fn done_by(engine: &Engine, caller: &Caller) -> Result<Done, Error> {
    Ok(Done { at: engine.now(), by: payouts::hand_of(engine, caller).await? })
}

fn batch_job(engine: &Engine, batch: &Batch, run_at: Instant) -> JobChange {
    jobs::put(engine, batch.scope, batch.program, jobs::TurnBatch { batch: batch.id }, run_at)
}

/// The batch's row, and the version under which it was read.
fn batch_changes(batch: &Batch, expected: Expected) -> Changes {
    let rows = vec![Row::Batch(Box::new(batch.clone()))];
    Changes { expected: vec![expected], rows, ..Changes::default() }
}

/// Goes on with whatever the batch has under way, chunk by chunk. Answers when to look again, if ever.
pub(crate) async fn go_on(engine: &Engine, caller: &Caller, id: BatchId) -> Result<Option<Instant>, Error> {
    let caller = &caller.without_idempotency();
    loop {
        let (batch, _) = payouts::find(engine, caller.scope, id).await?;
        match (batch.status, batch.handing) {
            (BatchStatus::Collecting, _) => {
                engine
                    .transact(caller, "collect_batch", move || payouts::collect_chunk(engine, caller, id))
                    .await?;
            }
            (BatchStatus::HandingOver, Some(Handing::Direct)) => {
                payouts::send(engine, caller, &batch).await?;
            }
            (BatchStatus::HandingOver, _) => {
                engine
                    .transact(caller, "hand_over_batch", move || payouts::hand_over_chunk(engine, caller, id))
                    .await?;
            }
            (BatchStatus::Canceling, _) => {
                engine
                    .transact(caller, "cancel_batch", move || payouts::cancel_chunk(engine, caller, id))
                    .await?;
            }
            (BatchStatus::HandedOver, Some(Handing::Direct)) => {
                payouts::read_back(engine, caller, &batch).await?;
                let waits = has_under_way(engine, &batch, None).await?;
                let next = engine.now().plus_micros(READ_BACK_AFTER_MINUTES * 60_000_000);
                return Ok(waits.then_some(next));
            }
            _ => return Ok(None),
        }
    }
}
