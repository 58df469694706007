//! Deed: the transfers of a batch, asked for one by one of a provider that is called. That it is asked is committed before
//! the call; a call whose answer is lost is never made again, only read back.

use super::outcomes::Said;
use crate::{
    Caller, Engine, Error, payouts,
    ports::{Changes, Payment, RailAnswer},
};
use payout::{Batch, BatchStatus, Outcome, OutcomeSource, Transfer, TransferStatus};
use words::{BatchId, Day, TransferId};

const TRANSFERS_PER_PAGE: usize = 100;

/// Sends what nobody was asked to pay yet, and reads back what an earlier turn had asked for.
pub(super) async fn send(engine: &Engine, caller: &Caller, batch: &Batch) -> Result<(), Error> {
    payouts::read_back(engine, caller, batch).await?;
    let intended = [TransferStatus::Intended];
    let mut after = None;
    loop {
        let page = payouts::transfers_in(engine, batch, &intended, after, TRANSFERS_PER_PAGE).await?;
        after = page.last().map(|transfer| transfer.id);
        for transfer in &page {
            send_one(engine, caller, transfer).await?;
        }
        if page.len() < TRANSFERS_PER_PAGE {
            break;
        }
    }
    let id = batch.id;
    engine.transact(caller, "hand_over_batch", move || all_sent(engine, caller, id)).await?;
    Ok(())
}

async fn all_sent(engine: &Engine, caller: &Caller, id: BatchId) -> Result<((), Changes), Error> {
    let (mut batch, expected) = payouts::find(engine, caller.scope, id).await?;
    if batch.status != BatchStatus::HandingOver {
        return Ok(((), Changes::default()));
    }
    let nothing_left = !payouts::has_under_way(engine, &batch, None).await?;
    let mut ended = Changes::default();
    payouts::end_handing_over(engine, &mut batch, nothing_left, engine.now(), &mut ended);
    let mut changes = payouts::batch_changes(&batch, expected);
    changes.facts = ended.facts;
    Ok(((), changes))
}

async fn send_one(engine: &Engine, caller: &Caller, transfer: &Transfer) -> Result<(), Error> {
    let id = transfer.id;
    let attempt = move || attempt_ask(engine, caller, id);
    // None: another turn has asked for it, or it was taken out.
    let Some(asked) = engine.transact(caller, "ask_to_pay", attempt).await?.value else { return Ok(()) };
    let Some(destination) = payouts::destination_of_transfer(engine, &asked).await? else { return Ok(()) };
    let payment: Payment = payouts::payment(engine, &asked, destination).await?;
    let Some(rail) = engine.direct_rail() else { return Ok(()) };
    let answer = rail.send(&payment).await;
    record_answer(engine, caller, id, answer).await
}

/// Commits that the provider is asked to pay, if nobody has been before. Until its answer is stored, nobody knows.
async fn attempt_ask(
    engine: &Engine,
    caller: &Caller,
    id: TransferId,
) -> Result<(Option<Transfer>, Changes), Error> {
    let before = payouts::find_transfer(engine, caller.scope, id).await?;
    let (mut batch, expected) = payouts::find(engine, caller.scope, before.batch).await?;
    let before = payouts::find_transfer(engine, caller.scope, before.id).await?;
    if before.status != TransferStatus::Intended {
        return Ok((None, Changes::default()));
    }
    let now = engine.now();
    if let Some(reason) = payouts::hindrance(engine, &before).await? {
        let after = before.canceled(reason, &batch, now);
        payouts::take_out(engine, &mut batch, std::slice::from_ref(&after)).await?;
        let mut changes = payouts::batch_changes(&batch, expected);
        payouts::hand(engine, &before, &after, now, &mut changes);
        return Ok((None, changes));
    }
    let mut changes = payouts::batch_changes(&batch, expected);
    let after = before.handed_over(now, false);
    payouts::hand(engine, &before, &after, now, &mut changes);
    Ok((Some(after), changes))
}

/// Asks what became of everything that the provider was asked for and that is still under way.
pub(super) async fn read_back(engine: &Engine, caller: &Caller, batch: &Batch) -> Result<(), Error> {
    let Some(rail) = engine.direct_rail() else { return Ok(()) };
    let under_way = [TransferStatus::Unknown, TransferStatus::HandedOver];
    let mut after = None;
    loop {
        let page = payouts::transfers_in(engine, batch, &under_way, after, TRANSFERS_PER_PAGE).await?;
        after = page.last().map(|transfer| transfer.id);
        for transfer in &page {
            let answer = rail.read_back(&transfer.end_to_end_id()).await;
            record_answer(engine, caller, transfer.id, answer).await?;
        }
        if page.len() < TRANSFERS_PER_PAGE {
            return Ok(());
        }
    }
}

async fn record_answer(
    engine: &Engine,
    caller: &Caller,
    id: TransferId,
    answer: RailAnswer,
) -> Result<(), Error> {
    let today = Day::of(engine.now());
    let (outcome, on) = match answer {
        RailAnswer::Accepted => (Outcome::Accepted, today),
        RailAnswer::Settled { debited, on } => (Outcome::Settled { debited }, on),
        RailAnswer::Failed { reason, on } => (Outcome::Failed { reason }, on),
        RailAnswer::Returned { reason, on } => (Outcome::Returned { reason }, on),
        // It is unknown already.
        RailAnswer::Unknown => return Ok(()),
    };
    let said = Said { outcome: &outcome, on, source: OutcomeSource::Rail, of_all: false };
    match payouts::record_one(engine, caller, id, said).await {
        // What a provider says that cannot be is kept out of the books, and the transfer stays unknown.
        Ok(_) | Err(Error::Invalid(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}
