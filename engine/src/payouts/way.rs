//! How a partner can be paid what a statement says, or why not in this batch.

use crate::{
    Engine, Error, payout_methods,
    ports::{CommissionColumn, ListOf, MethodColumn, list_of},
    rates,
};
use commission::{Commission, State};
use payout::{BankAccount, Batch, Destination, Method, Statement, Transfer, WhyLeftOut};
use program::EnrollmentStatus;
use words::{Currency, Day, ExchangeRate, Instant, Money};

/// A method, and what is sent by it.
pub(super) struct Way {
    pub(super) method: Method,
    /// What it pays of the statement, in the program's currency.
    pub(super) pays: Money,
    pub(super) sends: Money,
    pub(super) rate: Option<ExchangeRate>,
}

/// Whether a commission that the statement shows is in dispute.
async fn is_disputed(engine: &Engine, statement: &Statement) -> Result<bool, Error> {
    let disputed = ListOf::<Commission>::new(1)
        .only(CommissionColumn::STATEMENT_ID, statement.id)
        .only(CommissionColumn::STATE, State::Disputed.name());
    Ok(!list_of(engine.book(), statement.scope, &disputed).await?.is_empty())
}

/// `currency` is that of the payments before it, where one file has one.
pub(super) async fn way_of(
    engine: &Engine,
    batch: &Batch,
    statement: &Statement,
    (currency, now): (Option<Currency>, Instant),
) -> Result<Result<Way, WhyLeftOut>, Error> {
    if !batch.wants(statement.partner) {
        return Ok(Err(WhyLeftOut::Excluded));
    }
    let enrollment = engine.book().enrollment(batch.scope, statement.enrollment).await?;
    match enrollment.map(|enrollment| enrollment.status) {
        Some(EnrollmentStatus::Banned) => return Ok(Err(WhyLeftOut::Banned)),
        Some(EnrollmentStatus::Suspended) => return Ok(Err(WhyLeftOut::Suspended)),
        _ => {}
    }
    if is_disputed(engine, statement).await? {
        return Ok(Err(WhyLeftOut::InDispute));
    }
    let Some(method) = payout_methods::of_partner(engine, batch.scope, statement.partner).await? else {
        return Ok(Err(WhyLeftOut::NoMethod));
    };
    if method.kind != batch.rail {
        return Ok(Err(WhyLeftOut::OtherMethod));
    }
    if method.bounced.is_some() {
        return Ok(Err(WhyLeftOut::Bounced));
    }
    if !method.kind.pays_in(method.currency) {
        return Ok(Err(WhyLeftOut::CurrencyNotSupported));
    }
    if !method.is_usable_at(now) {
        let why = if method.details.is_some() { WhyLeftOut::CoolingOff } else { WhyLeftOut::NoMethod };
        return Ok(Err(why));
    }
    let destination = payout_methods::destination_of(engine, &method);
    if destination.is_none_or(|destination| engine.rails().takes(&destination).is_err()) {
        return Ok(Err(WhyLeftOut::InvalidDetails));
    }
    if currency.is_some_and(|known| known != method.currency) {
        return Ok(Err(WhyLeftOut::OtherCurrency));
    }
    let amount = Money::new(statement.to_pay(), statement.currency);
    let is_above = |sends: Money| method.kind.amount_max().is_some_and(|most| sends.amount > most);
    if method.currency == amount.currency {
        let sends = method.kind.of(amount);
        if is_above(sends) {
            return Ok(Err(WhyLeftOut::AboveMaximum));
        }
        let way = Way { method, pays: sends, sends, rate: None };
        return Ok(if sends.amount > 0 { Ok(way) } else { Err(WhyLeftOut::BelowMinimum) });
    }
    let pair = (amount.currency, method.currency);
    let Some(rate) = rates::rate_on(engine, batch.scope, pair, Day::of(now)).await? else {
        return Ok(Err(WhyLeftOut::NoExchangeRate));
    };
    let Ok(whole) = rate.convert(amount.amount) else { return Ok(Err(WhyLeftOut::BelowMinimum)) };
    let sends = method.kind.of(whole);
    if sends.amount <= 0 {
        return Ok(Err(WhyLeftOut::BelowMinimum));
    }
    if is_above(sends) {
        return Ok(Err(WhyLeftOut::AboveMaximum));
    }
    // What the rail does not pay is worth something in the program's currency, too; a fraction of a cent is nothing.
    let rest = rate.inverse().convert(whole.amount - sends.amount).map_or(0, |rest| rest.amount);
    let pays = Money::new(amount.amount - rest, amount.currency);
    Ok(Ok(Way { method, pays, sends, rate: Some(rate) }))
}

/// Where a transfer goes: its method is never changed, so this is what was frozen. None once that was erased.
pub(super) async fn destination_of_transfer(
    engine: &Engine,
    transfer: &Transfer,
) -> Result<Option<Destination>, Error> {
    let query = ListOf::<Method>::new(1).only(MethodColumn::ID, transfer.method);
    let found = list_of(engine.book(), transfer.scope, &query).await?.pop();
    Ok(found.and_then(|method| payout_methods::destination_of(engine, &method)))
}

/// From which account a batch is paid.
pub(super) async fn debtor_of(engine: &Engine, batch: &Batch) -> Result<Option<BankAccount>, Error> {
    let account = engine.book().paying_account(batch.scope, batch.program).await?;
    Ok(account.and_then(|account| payout_methods::account_in(engine, &account)))
}
