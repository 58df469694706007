//! Deed: the transfers of a batch, asked for one by one of a provider that is called. That it is asked is committed before
//! the call; a call whose answer is lost is never made again, only read back.

use super::tell::Said;
use crate::{
    Caller, Engine, Error,
    ports::{Changes, Payment, RailAnswer},
};
use payout::{Batch, BatchStatus, Outcome, OutcomeSource, Transfer, TransferStatus};
use words::{BatchId, Day, TransferId};

const TRANSFERS_PER_PAGE: usize = 100;

impl Engine {
    /// Sends what nobody was asked to pay yet, and reads back what an earlier turn had asked for.
    pub(super) async fn send_batch(&self, caller: &Caller, batch: &Batch) -> Result<(), Error> {
        self.read_back(caller, batch).await?;
        let intended = [TransferStatus::Intended];
        let mut after = None;
        loop {
            let page = self.transfers_in(batch, &intended, after, TRANSFERS_PER_PAGE).await?;
            after = page.last().map(|transfer| transfer.id);
            for transfer in &page {
                self.send_one(caller, transfer).await?;
            }
            if page.len() < TRANSFERS_PER_PAGE {
                break;
            }
        }
        let id = batch.id;
        self.turn(caller, "hand_over_batch", move || self.all_sent(caller, id)).await?;
        Ok(())
    }

    async fn all_sent(&self, caller: &Caller, id: BatchId) -> Result<((), Changes), Error> {
        let (mut batch, expected) = self.batch_of(caller.scope, id).await?;
        if batch.status != BatchStatus::HandingOver {
            return Ok(((), Changes::default()));
        }
        let nothing_left = !self.has_under_way(&batch, None).await?;
        let mut ended = Changes::default();
        self.end_handing_over(&mut batch, nothing_left, self.now(), &mut ended);
        let mut changes = self.batch_changes(&batch, expected);
        changes.facts = ended.facts;
        Ok(((), changes))
    }

    async fn send_one(&self, caller: &Caller, transfer: &Transfer) -> Result<(), Error> {
        let id = transfer.id;
        let attempt = move || self.asked(caller, id);
        // None: another turn has asked for it, or it was taken out.
        let Some(asked) = self.turn(caller, "ask_to_pay", attempt).await?.value else { return Ok(()) };
        let Some(destination) = self.destination_of_transfer(&asked).await? else { return Ok(()) };
        let payment: Payment = self.payment(&asked, destination).await?;
        let Some(rail) = self.direct_rail() else { return Ok(()) };
        let answer = rail.send(&payment).await;
        self.answered_by_rail(caller, id, answer).await
    }

    /// Commits that the provider is asked to pay, if nobody has been before. Until its answer is stored, nobody knows.
    async fn asked(&self, caller: &Caller, id: TransferId) -> Result<(Option<Transfer>, Changes), Error> {
        let before = self.transfer_of(caller.scope, id).await?;
        let (mut batch, expected) = self.batch_of(caller.scope, before.batch).await?;
        let before = self.transfer_of(caller.scope, before.id).await?;
        if before.status != TransferStatus::Intended {
            return Ok((None, Changes::default()));
        }
        let now = self.now();
        if let Some(reason) = self.hindrance(&before).await? {
            let after = before.canceled(reason, &batch, now);
            self.take_out(&mut batch, std::slice::from_ref(&after)).await?;
            let mut changes = self.batch_changes(&batch, expected);
            self.hand(&before, &after, now, &mut changes);
            return Ok((None, changes));
        }
        let mut changes = self.batch_changes(&batch, expected);
        let after = before.handed_over(now, false);
        self.hand(&before, &after, now, &mut changes);
        Ok((Some(after), changes))
    }

    /// Asks what became of everything that the provider was asked for and that is still under way.
    pub(super) async fn read_back(&self, caller: &Caller, batch: &Batch) -> Result<(), Error> {
        let Some(rail) = self.direct_rail() else { return Ok(()) };
        let under_way = [TransferStatus::Unknown, TransferStatus::HandedOver];
        let mut after = None;
        loop {
            let page = self.transfers_in(batch, &under_way, after, TRANSFERS_PER_PAGE).await?;
            after = page.last().map(|transfer| transfer.id);
            for transfer in &page {
                let answer = rail.read_back(&transfer.end_to_end_id()).await;
                self.answered_by_rail(caller, transfer.id, answer).await?;
            }
            if page.len() < TRANSFERS_PER_PAGE {
                return Ok(());
            }
        }
    }

    async fn answered_by_rail(
        &self,
        caller: &Caller,
        id: TransferId,
        answer: RailAnswer,
    ) -> Result<(), Error> {
        let today = Day::of(self.now());
        let (outcome, on) = match answer {
            RailAnswer::Accepted => (Outcome::Accepted, today),
            RailAnswer::Settled { debited, on } => (Outcome::Settled { debited }, on),
            RailAnswer::Failed { reason, on } => (Outcome::Failed { reason }, on),
            RailAnswer::Returned { reason, on } => (Outcome::Returned { reason }, on),
            // It is unknown already.
            RailAnswer::Unknown => return Ok(()),
        };
        let said = Said { outcome: &outcome, on, source: OutcomeSource::Rail, of_all: false };
        match self.told_outcome(caller, id, said).await {
            // What a provider says that cannot be is kept out of the books, and the transfer stays unknown.
            Ok(_) | Err(Error::Invalid(_)) => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}
