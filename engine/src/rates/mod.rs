//! Rates between currencies: entered, imported, and looked up for a day.

mod enter;
mod read;

pub use enter::{Imported, RATES_PER_FILE_MAX, RateInput, enter, import};
pub use read::RATES_FILE_BYTES_MAX;

use crate::{
    Engine, Error,
    ports::{DailyRateColumn, ListOf, Test, Value, list_of},
    rates,
};
use program::DailyRate;
use words::{AMOUNT_MAX, Currency, Day, Exchange, ExchangeRate, Invalid, Money, RATE_AGE_DAYS_MAX, Scope};

/// What rates go through where two currencies have none of their own.
const THROUGH: &str = "EUR";

/// The money in another currency, at the rate of the day.
pub(crate) async fn exchange(
    engine: &Engine,
    scope: Scope,
    money: Money,
    to: Currency,
    day: Day,
) -> Result<Exchange, Error> {
    let Some(rate) = rates::rate_on(engine, scope, (money.currency, to), day).await? else {
        let expected = format!(
            "{to}, or a currency with a rate to it of {day} or at most {RATE_AGE_DAYS_MAX} days before: enter one at \
             /v1/rates"
        );
        return Err(Invalid::new("amount.currency", expected).into());
    };
    let too_much = |_| Invalid::new("amount.amount", format!("an amount that fits in {to}"));
    let exchange = rate.exchange(money).map_err(too_much)?;
    if !(1..=AMOUNT_MAX).contains(&exchange.to.amount) {
        let expected = format!("an amount that is 1 to {AMOUNT_MAX} minor units of {to}");
        return Err(Invalid::new("amount.amount", expected).into());
    }
    Ok(exchange)
}

/// The latest rate from one currency to the other at or before the day, at most so many days old: their own, in either
/// direction, else through the euro.
pub async fn rate_on(
    engine: &Engine,
    scope: Scope,
    (from, to): (Currency, Currency),
    day: Day,
) -> Result<Option<ExchangeRate>, Error> {
    if let Some(rate) = own_rate_on(engine, scope, (from, to), day).await? {
        return Ok(Some(rate));
    }
    let Ok(euro) = THROUGH.parse::<Currency>() else { return Ok(None) };
    if from == euro || to == euro {
        return Ok(None);
    }
    let first = own_rate_on(engine, scope, (from, euro), day).await?;
    let second = own_rate_on(engine, scope, (euro, to), day).await?;
    Ok(first.zip(second).and_then(|(first, second)| first.through(second)))
}

async fn own_rate_on(
    engine: &Engine,
    scope: Scope,
    (from, to): (Currency, Currency),
    day: Day,
) -> Result<Option<ExchangeRate>, Error> {
    let there = latest(engine, scope, (from, to), day).await?;
    let back = latest(engine, scope, (to, from), day).await?.map(ExchangeRate::inverse);
    // Of the same day the one that was published for this direction.
    Ok(match (there, back) {
        (Some(there), Some(back)) => Some(if back.day > there.day { back } else { there }),
        (there, back) => there.or(back),
    })
}

async fn latest(
    engine: &Engine,
    scope: Scope,
    (base, quote): (Currency, Currency),
    day: Day,
) -> Result<Option<ExchangeRate>, Error> {
    let moment = |day: Day| Value::Number(day.start().micros());
    let query = ListOf::<DailyRate>::new(1)
        .only(DailyRateColumn::QUOTE, quote)
        .only(DailyRateColumn::BASE, base)
        .with(DailyRateColumn::DAY, Test::From(moment(day.plus_days(-RATE_AGE_DAYS_MAX))))
        .with(DailyRateColumn::DAY, Test::Until(moment(day.plus_days(1))))
        .newest_first();
    let found = list_of(engine.book(), scope, &query).await?.pop();
    Ok(found.map(|daily| daily.rate))
}
