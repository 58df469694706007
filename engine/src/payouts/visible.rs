//! Which payments a partner sees: those that somebody has approved. What a draft intends may never be paid.

use crate::{
    Engine, Error, payouts,
    ports::{BatchColumn, ListOf, ListQuery, Test, TransferColumn, Value, list_of},
};
use payout::{Batch, Transfer, TransferStatus};
use std::collections::BTreeSet;
use words::{BatchId, PartnerId, Scope, StatementId};

/// Transfers of one partner that nobody was asked to pay yet: one for each statement at most.
const INTENDED_PER_PARTNER_MAX: usize = 1_000;

/// The query without what nobody has approved.
pub(crate) async fn announced(
    engine: &Engine,
    scope: Scope,
    partner: PartnerId,
    query: ListQuery,
) -> Result<ListQuery, Error> {
    let intended = ListOf::<Transfer>::new(INTENDED_PER_PARTNER_MAX)
        .only(TransferColumn::PARTNER_ID, partner)
        .only(TransferColumn::STATUS, TransferStatus::Intended.name());
    let found: Vec<Transfer> = list_of(engine.book(), scope, &intended).await?;
    let batches: BTreeSet<BatchId> = found.iter().map(|transfer| transfer.batch).collect();
    let mut drafts = Vec::new();
    for id in batches {
        if !is_approved(engine, scope, id).await? {
            drafts.push(Value::Text(id.to_string()));
        }
    }

    let query = query.only(TransferColumn::WITHHELD.column, "no");
    let batch = TransferColumn::BATCH_ID.column;
    Ok(if drafts.is_empty() { query } else { query.with(batch, Test::NoneOf(drafts)) })
}

async fn is_approved(engine: &Engine, scope: Scope, id: BatchId) -> Result<bool, Error> {
    let query = ListOf::<Batch>::new(1).only(BatchColumn::ID, id);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    Ok(found.is_some_and(|batch| batch.approved.is_some()))
}

/// The transfer that pays the statement, or is to pay it.
pub async fn payment_of_statement(
    engine: &Engine,
    scope: Scope,
    statement: StatementId,
) -> Result<Option<Transfer>, Error> {
    let query = ListOf::<Transfer>::new(super::TRANSFERS_PER_STATEMENT_MAX)
        .only(TransferColumn::STATEMENT_ID, statement);
    let found: Vec<Transfer> = list_of(engine.book(), scope, &query).await?;
    Ok(found.into_iter().find(|transfer| transfer.holds))
}

/// The same as the partner sees it.
pub(crate) async fn announced_payment_of(
    engine: &Engine,
    scope: Scope,
    statement: StatementId,
) -> Result<Option<Transfer>, Error> {
    let Some(transfer) = payouts::payment_of_statement(engine, scope, statement).await? else {
        return Ok(None);
    };
    let is_seen =
        transfer.status != TransferStatus::Intended || is_approved(engine, scope, transfer.batch).await?;
    Ok(Some(transfer).filter(|_| is_seen))
}
