//! Deed: what a canceled batch would have paid is free to be paid by another.

use super::TRANSFERS_PER_COMMIT_MAX;
use crate::{
    Caller, Engine, Error, payouts,
    ports::{Changes, Row},
};
use payout::{BatchStatus, TransferStatus};
use words::BatchId;

pub(super) async fn cancel_chunk(
    engine: &Engine,
    caller: &Caller,
    id: BatchId,
) -> Result<((), Changes), Error> {
    let (mut batch, expected) = payouts::find(engine, caller.scope, id).await?;
    if batch.status != BatchStatus::Canceling {
        return Ok(((), Changes::default()));
    }
    let intended = [TransferStatus::Intended];
    let found = payouts::transfers_in(engine, &batch, &intended, None, TRANSFERS_PER_COMMIT_MAX).await?;
    let reason = batch.cancel_reason.clone().unwrap_or_default();
    let now = engine.now();
    let out: Vec<_> = found.iter().map(|transfer| transfer.canceled(&reason, &batch, now)).collect();
    payouts::take_out(engine, &mut batch, &out).await?;
    if found.len() < TRANSFERS_PER_COMMIT_MAX {
        batch.status = BatchStatus::Canceled;
    }
    let mut changes = payouts::batch_changes(&batch, expected);
    changes.rows.extend(out.into_iter().map(|transfer| Row::Transfer(Box::new(transfer))));
    Ok(((), changes))
}
