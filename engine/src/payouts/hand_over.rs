//! Deed: the transfers of an approved batch are marked as handed over and booked, in chunks, before anybody is given the
//! file.

use super::TRANSFERS_PER_COMMIT_MAX;
use crate::{
    Caller, Engine, Error,
    ports::{Changes, Row},
};
use facts::{BatchLeft, Event};
use payout::{Batch, BatchStatus, Transfer, TransferStatus, book};
use program::EnrollmentStatus;
use words::{BatchId, EntryId, Instant};

impl Engine {
    pub(super) async fn hand_over_chunk(&self, caller: &Caller, id: BatchId) -> Result<((), Changes), Error> {
        let (mut batch, expected) = self.batch_of(caller.scope, id).await?;
        if batch.status != BatchStatus::HandingOver {
            return Ok(((), Changes::default()));
        }
        let now = self.now();
        let intended = [TransferStatus::Intended];
        let found = self.transfers_in(&batch, &intended, None, TRANSFERS_PER_COMMIT_MAX).await?;
        let mut chunk = Changes::default();
        let mut out = Vec::new();
        for before in &found {
            match self.hindrance(before).await? {
                Some(reason) => out.push(before.canceled(reason, &batch, now)),
                None => self.hand(before, &before.handed_over(now, true), now, &mut chunk),
            }
        }
        self.take_out(&mut batch, &out).await?;
        chunk.rows.extend(out.into_iter().map(|transfer| Row::Transfer(Box::new(transfer))));
        if found.len() < TRANSFERS_PER_COMMIT_MAX {
            let handed = chunk.entries.is_empty() && !self.has_handed(&batch).await?;
            self.end_handing_over(&mut batch, handed, now, &mut chunk);
        }
        let mut changes = self.batch_changes(&batch, expected);
        changes.rows.extend(chunk.rows);
        changes.entries.extend(chunk.entries);
        changes.facts.extend(chunk.facts);
        Ok(((), changes))
    }

    async fn has_handed(&self, batch: &Batch) -> Result<bool, Error> {
        let under_way = [TransferStatus::HandedOver, TransferStatus::Unknown];
        Ok(!self.transfers_in(batch, &under_way, None, 1).await?.is_empty())
    }

    /// The batch once none of its transfers is left to be handed over.
    pub(super) fn end_handing_over(
        &self,
        batch: &mut Batch,
        nothing_left: bool,
        now: Instant,
        changes: &mut Changes,
    ) {
        batch.status = if nothing_left { BatchStatus::Closed } else { BatchStatus::HandedOver };
        batch.closed_at = nothing_left.then_some(now);
        let left = BatchLeft { batch: batch.id, total: batch.total, currency: batch.currency };
        changes.facts.push(self.fact(batch.scope, now, Event::BatchLeft(left)).of_program(batch.program));
    }

    /// Books the step of a transfer.
    pub(super) fn hand(&self, before: &Transfer, after: &Transfer, now: Instant, changes: &mut Changes) {
        changes.entries.extend(book(before, after, now, &mut || EntryId::draw(now, self.draw())));
        changes.rows.push(Row::Transfer(Box::new(after.clone())));
    }

    /// Why a transfer that was approved is not handed over after all.
    pub(super) async fn hindrance(&self, transfer: &Transfer) -> Result<Option<&'static str>, Error> {
        let enrollment = self.book().enrollment(transfer.scope, transfer.enrollment).await?;
        Ok(match enrollment.map(|enrollment| enrollment.status) {
            Some(EnrollmentStatus::Banned) => Some("the partner was banned before it was handed over"),
            Some(EnrollmentStatus::Suspended) => Some("the partner was suspended before it was handed over"),
            _ => self.hindrance_of_method(transfer).await?,
        })
    }

    async fn hindrance_of_method(&self, transfer: &Transfer) -> Result<Option<&'static str>, Error> {
        let destination = self.destination_of_transfer(transfer).await?;
        Ok(match destination {
            None => Some("the payout details were erased before it was handed over"),
            Some(destination) if self.rails().takes(&destination).is_err() => {
                Some("no payment file can hold the payout details; the partner has to set others")
            }
            _ if self
                .method_by(transfer.scope, transfer.method)
                .await?
                .is_some_and(|it| it.bounced.is_some()) =>
            {
                Some("another payment to the same account came back before it was handed over")
            }
            _ => None,
        })
    }
}
