//! Deed: the file of a batch, which the same batch always gives again.

use crate::{
    Engine, Error, Permit, audit,
    need::WritePayouts,
    payouts,
    ports::{Changes, File, Payment, PaymentOrder, RailError, payment_id},
};
use payout::{Batch, BatchStatus, Destination, Handing, Transfer, TransferStatus};
use words::{BatchId, Instant, Invalid};

const TRANSFERS_PER_PAGE: usize = 500;

/// What is handed to the bank or the provider. Who takes it is recorded.
pub async fn file(engine: &Engine, caller: &Permit<WritePayouts>, id: BatchId) -> Result<File, Error> {
    let (batch, _) = payouts::find(engine, caller.scope, id).await?;
    let given = matches!(batch.status, BatchStatus::HandedOver | BatchStatus::Closed);
    let at = batch.handed_over.map(|done| done.at);
    let (Some(at), true, Some(Handing::File)) = (at, given, batch.handing) else {
        let expected = format!("a batch that was handed over as a file, not {}", batch.status.name());
        return Err(Invalid::new("status", expected).into());
    };
    let file = payouts::render(engine, &batch, at).await?;
    let now = engine.now();
    let attempt = move || async move {
        let audit = vec![audit::entry(engine, caller, now, "batch.downloaded", id, (None, None))];
        Ok(((), Changes { audit, ..Changes::default() }))
    };
    engine.transact(&caller.without_idempotency(), "download_batch", attempt).await?;
    Ok(file)
}

pub(super) async fn render(engine: &Engine, batch: &Batch, at: Instant) -> Result<File, Error> {
    let statuses: Vec<_> =
        TransferStatus::ALL.into_iter().filter(|status| *status != TransferStatus::Canceled).collect();
    let (mut payments, mut after) = (Vec::new(), None);
    loop {
        let page = payouts::transfers_in(engine, batch, &statuses, after, TRANSFERS_PER_PAGE).await?;
        after = page.last().map(|transfer| transfer.id);
        for transfer in &page {
            let destination = payouts::destination_of_transfer(engine, transfer).await?;
            let is_intended = transfer.status == TransferStatus::Intended;
            // An intended transfer may still turn out to have no destination that a file holds; it is left out then.
            let taken = destination.filter(|it| !is_intended || engine.rails().takes(it).is_ok());
            if let Some(destination) = taken {
                payments.push(payouts::payment(engine, transfer, destination).await?);
            } else if !is_intended {
                let expected =
                    format!("transfers whose destinations are known; that of {} was erased", transfer.id);
                return Err(Invalid::new("batch", expected).into());
            }
        }
        if page.len() < TRANSFERS_PER_PAGE {
            break;
        }
    }
    let order = PaymentOrder {
        message_id: payment_id(batch.id),
        created_at: at,
        execution_day: batch.execution_day.max(words::Day::of(at)),
        debtor: payouts::debtor_of(engine, batch).await?,
        rail: batch.rail,
        payments,
    };
    engine.rails().file(&order).map_err(|fault| match fault {
        RailError::Order(invalid) => invalid.into(),
        RailError::Payment { end_to_end_id, invalid } => {
            let expected = format!("{} of {end_to_end_id} to be {}", invalid.field, invalid.expected);
            Invalid::new("batch", expected).into()
        }
    })
}

pub(super) async fn payment(
    engine: &Engine,
    transfer: &Transfer,
    destination: Destination,
) -> Result<Payment, Error> {
    let partner = engine.book().partner(transfer.scope, transfer.partner).await?;
    Ok(Payment {
        end_to_end_id: transfer.end_to_end_id(),
        amount: transfer.sends,
        destination,
        name: partner.map(|partner| partner.display_name).unwrap_or_default(),
        remittance: transfer.remittance.clone(),
    })
}
