//! The rate that is frozen for a transfer in another currency.

use crate::{
    Engine, Error,
    ports::{ListQuery, Noun, Test, Value, list_of},
};
use program::DailyRate;
use words::{Currency, Day, ExchangeRate, RATE_AGE_DAYS_MAX, Scope};

/// What rates go through where two currencies have none of their own.
const THROUGH: &str = "EUR";

impl Engine {
    /// The latest rate at or before the day that is not too old: the pair's own, in either direction, else through the euro.
    pub(super) async fn frozen_rate(
        &self,
        scope: Scope,
        (from, to): (Currency, Currency),
        day: Day,
    ) -> Result<Option<ExchangeRate>, Error> {
        if let Some(rate) = self.rate_of_pair(scope, (from, to), day).await? {
            return Ok(Some(rate));
        }
        let Ok(euro) = THROUGH.parse::<Currency>() else { return Ok(None) };
        if from == euro || to == euro {
            return Ok(None);
        }
        let first = self.rate_of_pair(scope, (from, euro), day).await?;
        let second = self.rate_of_pair(scope, (euro, to), day).await?;
        Ok(first.zip(second).and_then(|(first, second)| first.through(second)))
    }

    async fn rate_of_pair(
        &self,
        scope: Scope,
        (from, to): (Currency, Currency),
        day: Day,
    ) -> Result<Option<ExchangeRate>, Error> {
        let there = self.latest_rate(scope, (from, to), day).await?;
        let back = self.latest_rate(scope, (to, from), day).await?.map(ExchangeRate::inverse);
        Ok(match (there, back) {
            (Some(there), Some(back)) => Some(if back.day > there.day { back } else { there }),
            (there, back) => there.or(back),
        })
    }

    async fn latest_rate(
        &self,
        scope: Scope,
        (base, quote): (Currency, Currency),
        day: Day,
    ) -> Result<Option<ExchangeRate>, Error> {
        let moment = |day: Day| Value::Number(day.start().micros());
        let mut query = ListQuery::new(Noun::DailyRate, 1)
            .only("quote", quote)
            .only("base", base)
            .with("day", Test::From(moment(day.plus_days(-RATE_AGE_DAYS_MAX))))
            .with("day", Test::Until(moment(day.plus_days(1))));
        query.sort.descending = true;
        let found = list_of::<DailyRate>(self.book(), scope, &query).await?.pop();
        Ok(found.map(|daily| daily.rate))
    }
}
