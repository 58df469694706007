//! Deed: the transfers of an approved batch are marked as handed over and booked, in chunks, before anybody is given the
//! file.

use super::TRANSFERS_PER_COMMIT_MAX;
use crate::{
    Caller, Engine, Error, payouts,
    ports::{Changes, Row},
};
use facts::{BatchLeft, Event};
use payout::{Batch, BatchStatus, Transfer, TransferStatus, book};
use program::EnrollmentStatus;
use words::{BatchId, EntryId, Instant};

pub(super) async fn hand_over_chunk(
    engine: &Engine,
    caller: &Caller,
    id: BatchId,
) -> Result<((), Changes), Error> {
    let (mut batch, expected) = payouts::find(engine, caller.scope, id).await?;
    if batch.status != BatchStatus::HandingOver {
        return Ok(((), Changes::default()));
    }
    let now = engine.now();
    let intended = [TransferStatus::Intended];
    let found = payouts::transfers_in(engine, &batch, &intended, None, TRANSFERS_PER_COMMIT_MAX).await?;
    let mut chunk = Changes::default();
    let mut out = Vec::new();
    for before in &found {
        match payouts::hindrance(engine, before).await? {
            Some(reason) => out.push(before.canceled(reason, &batch, now)),
            None => payouts::hand(engine, before, &before.handed_over(now, true), now, &mut chunk),
        }
    }
    payouts::take_out(engine, &mut batch, &out).await?;
    chunk.rows.extend(out.into_iter().map(|transfer| Row::Transfer(Box::new(transfer))));
    if found.len() < TRANSFERS_PER_COMMIT_MAX {
        let handed = chunk.entries.is_empty() && !has_handed(engine, &batch).await?;
        payouts::end_handing_over(engine, &mut batch, handed, now, &mut chunk);
    }
    let mut changes = payouts::batch_changes(&batch, expected);
    changes.rows.extend(chunk.rows);
    changes.entries.extend(chunk.entries);
    changes.facts.extend(chunk.facts);
    Ok(((), changes))
}

async fn has_handed(engine: &Engine, batch: &Batch) -> Result<bool, Error> {
    let under_way = [TransferStatus::HandedOver, TransferStatus::Unknown];
    Ok(!payouts::transfers_in(engine, batch, &under_way, None, 1).await?.is_empty())
}

/// The batch once none of its transfers is left to be handed over.
pub(super) fn end_handing_over(
    engine: &Engine,
    batch: &mut Batch,
    nothing_left: bool,
    now: Instant,
    changes: &mut Changes,
) {
    batch.status = if nothing_left { BatchStatus::Closed } else { BatchStatus::HandedOver };
    batch.closed_at = nothing_left.then_some(now);
    let left = BatchLeft { batch: batch.id, total: batch.total, currency: batch.currency };
    changes.facts.push(engine.fact(batch.scope, now, Event::BatchLeft(left)).of_program(batch.program));
}

/// Books the step of a transfer.
pub(super) fn hand(
    engine: &Engine,
    before: &Transfer,
    after: &Transfer,
    now: Instant,
    changes: &mut Changes,
) {
    changes.entries.extend(book(before, after, now, &mut || EntryId::draw(now, engine.draw())));
    changes.rows.push(Row::Transfer(Box::new(after.clone())));
}

/// Why a transfer that was approved is not handed over after all.
pub(super) async fn hindrance(engine: &Engine, transfer: &Transfer) -> Result<Option<&'static str>, Error> {
    let enrollment = engine.book().enrollment(transfer.scope, transfer.enrollment).await?;
    Ok(match enrollment.map(|enrollment| enrollment.status) {
        Some(EnrollmentStatus::Banned) => Some("the partner was banned before it was handed over"),
        Some(EnrollmentStatus::Suspended) => Some("the partner was suspended before it was handed over"),
        _ => hindrance_of_method(engine, transfer).await?,
    })
}

async fn hindrance_of_method(engine: &Engine, transfer: &Transfer) -> Result<Option<&'static str>, Error> {
    let destination = payouts::destination_of_transfer(engine, transfer).await?;
    Ok(match destination {
        None => Some("the payout details were erased before it was handed over"),
        Some(destination) if engine.rails().takes(&destination).is_err() => {
            Some("no payment file can hold the payout details; the partner has to set others")
        }
        _ if payouts::method_by_id(engine, transfer.scope, transfer.method)
            .await?
            .is_some_and(|it| it.bounced.is_some()) =>
        {
            Some("another payment to the same account came back before it was handed over")
        }
        _ => None,
    })
}
