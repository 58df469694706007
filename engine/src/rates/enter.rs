//! Deeds: a rate entered by hand, and files of rates.

use super::read;
use crate::{
    Caller, Engine, Error, Permit, audit,
    need::WriteStatements,
    ports::{Changes, Row},
    rates,
};
use facts::{Event, RatesEntered};
use program::DailyRate;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use words::{Currency, Day, ExchangeRate, Invalid, RateId, RateSource, Scope};

/// Rates of one file: more than the European Central Bank has published since 1999.
pub const RATES_PER_FILE_MAX: usize = 500_000;
/// Rates that go into the book at once.
const RATES_PER_COMMIT_MAX: usize = 400;
/// A rate may be of tomorrow, where tomorrow has begun already.
const DAYS_AHEAD_MAX: i64 = 1;

/// No rate becomes so many times greater or smaller between two files: its number was read wrongly then.
const RATE_TIMES_MAX: i128 = 20;
const RATE_BILLIONTHS: i64 = 1_000_000_000;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RateInput {
    pub base: Currency,
    pub quote: Currency,
    /// Of one base, in billionths.
    pub billionths: i64,
    pub day: Day,
}

/// Whether a rate in billionths is at most so many times the known one, or that part of it.
fn is_near(known: ExchangeRate, billionths: i64) -> bool {
    let one = i128::from(RATE_BILLIONTHS);
    let read = i128::from(billionths) * i128::from(known.base_billionths);
    let known = one * i128::from(known.quote_billionths);
    read <= known * RATE_TIMES_MAX && known <= read * RATE_TIMES_MAX
}

/// What a file brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    pub rates: usize,
    pub source: RateSource,
    pub first_day: Day,
    pub last_day: Day,
    /// Currencies that are none any more, or that nobody pays in.
    pub left_out: Vec<String>,
}

/// Enters a rate by hand; one that was there for the same pair and day gives way.
pub async fn enter(
    engine: &Engine,
    caller: &Permit<WriteStatements>,
    input: &RateInput,
) -> Result<DailyRate, Error> {
    let pair = (input.base, input.quote);
    let rate = ExchangeRate::published(pair, input.billionths, RateSource::Manual, input.day)?;
    check_days(engine, &[rate])?;
    let caller = &caller.without_idempotency();
    put_rates(engine, caller, &[rate], true).await?;
    Ok(daily(engine, caller.scope, rate))
}

/// Takes the rates of a file: the European Central Bank's as CSV or XML, or a table of one's own. What was there for
/// the same pairs and days gives way, so that the same file twice changes nothing.
pub async fn import(
    engine: &Engine,
    caller: &Permit<WriteStatements>,
    file: &[u8],
) -> Result<Imported, Error> {
    let read::Rates { mut rates, source, left_out, unclear } = read::rates(file)?;
    check_days(engine, &rates)?;
    clear(engine, caller.scope, &mut rates, &unclear).await?;
    let days = rates.iter().map(|rate| rate.day);
    let (Some(first_day), Some(last_day)) = (days.clone().min(), days.max()) else {
        return Err(Invalid::new("file", "at least one rate").into());
    };
    let caller = &caller.without_idempotency();
    for (place, rates) in rates.chunks(RATES_PER_COMMIT_MAX).enumerate() {
        put_rates(engine, caller, rates, place == 0).await?;
    }
    Ok(Imported { rates: rates.len(), source, first_day, last_day, left_out })
}

/// Reads each unclear rate in the way that the file's other numbers or the last known rate of the pair leave, and refuses
/// it where both are possible, or none.
async fn clear(
    engine: &Engine,
    scope: Scope,
    rates: &mut [ExchangeRate],
    unclear: &[read::Unclear],
) -> Result<(), Error> {
    let mut known = BTreeMap::new();
    for read::Unclear { place, row, text, readings } in unclear {
        let ExchangeRate { base, quote, source, day, .. } = rates[*place];
        let last = match known.get(&(base, quote)) {
            Some(last) => *last,
            None => {
                let last = rates::rate_on(engine, scope, (base, quote), day).await?;
                known.insert((base, quote), last);
                last
            }
        };
        let mut likely = readings.iter().filter(|it| last.is_none_or(|last| is_near(last, **it)));
        let (Some(billionths), None) = (likely.next(), likely.next()) else {
            let why = match last {
                Some(last) => format!("it is far from the last known rate {last}"),
                None => "it may have decimals or thousands".to_owned(),
            };
            let expected =
                format!("a rate like 1480 or 1.4800 for {base} to {quote} in row {row}, not {text:?}: {why}");
            return Err(Invalid::new("file", expected).into());
        };
        rates[*place] = ExchangeRate::published((base, quote), *billionths, source, day)?;
    }
    Ok(())
}

fn check_days(engine: &Engine, rates: &[ExchangeRate]) -> Result<(), Invalid> {
    let last = Day::of(engine.now()).plus_days(DAYS_AHEAD_MAX);
    match rates.iter().find(|rate| rate.day > last) {
        Some(rate) => Err(Invalid::new("day", format!("at latest {last}, not {}", rate.day))),
        None => Ok(()),
    }
}

async fn put_rates(
    engine: &Engine,
    caller: &Caller,
    rates: &[ExchangeRate],
    is_recorded: bool,
) -> Result<(), Error> {
    let attempt = move || async move {
        let now = engine.now();
        let days = rates.iter().map(|rate| rate.day);
        let (first, last) = (days.clone().min(), days.clone().max());
        let body = json!({
            "rates": rates.len(), "source": rates.first().map(|rate| rate.source),
            "first_day": first, "last_day": last,
        });
        let entered = days.clone().min().zip(days.max()).zip(rates.first());
        let entered = entered.map(|((first_day, last_day), rate)| RatesEntered {
            workspace: caller.scope.workspace,
            rates: rates.len() as u64,
            source: rate.source,
            first_day,
            last_day,
        });
        let fact = |entered| engine.fact(caller.scope, now, Event::RatesEntered(entered));
        let facts = entered.map(fact).into_iter().collect();
        let subject = caller.scope.workspace;
        let record =
            || audit::entry(engine, caller, now, "rates.entered", subject, (None, Some(body.clone())));
        let audit = is_recorded.then(record).into_iter().collect();
        let rows = rates.iter().map(|rate| Row::DailyRate(daily(engine, caller.scope, *rate))).collect();
        Ok(((), Changes { rows, facts, audit, ..Changes::default() }))
    };
    engine.transact(caller, "enter_rates", attempt).await?;
    Ok(())
}

/// The row of a rate. Its id follows from scope, pair and day, so that a later one takes its place.
fn daily(engine: &Engine, scope: Scope, rate: ExchangeRate) -> DailyRate {
    let named = format!("{}/{}/{}/{}", scope.workspace, scope.mode, rate.base, rate.quote);
    let digest = Sha256::digest(named.as_bytes());
    let chance = digest.iter().take(16).fold(0u128, |chance, byte| chance << 8 | u128::from(*byte));
    let id = RateId::draw(rate.day.start(), chance);
    DailyRate { id, scope, rate, entered_at: engine.now() }
}
