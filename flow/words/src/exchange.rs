//! Rates between currencies, in whole numbers, and amounts exchanged at them.

use crate::{Currency, Day, Invalid, Malformed, Money, Overflow};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Billionths in one unit of a currency.
pub const BILLION: i64 = 1_000_000_000;

/// The greatest number of units that a published rate may state, in billionths: a million of one for one of the other.
pub const RATE_BILLIONTHS_MAX: i64 = 1_000_000 * BILLION;

/// A rate is taken for a day if it is at most this old then: longer than any run of holidays without one.
pub const RATE_AGE_DAYS_MAX: i64 = 7;

/// Who says so. Of two the later one is the less certain, which is what a rate through a third currency keeps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateSource {
    /// The European Central Bank's reference rates.
    Ecb,
    /// A file of the merchant's own.
    File,
    /// Entered by hand.
    Manual,
}

impl RateSource {
    pub const ALL: [RateSource; 3] = [RateSource::Ecb, RateSource::File, RateSource::Manual];

    pub fn name(self) -> &'static str {
        match self {
            RateSource::Ecb => "ecb",
            RateSource::File => "file",
            RateSource::Manual => "manual",
        }
    }
}

/// On a day, `base_billionths` of a unit of `base` were `quote_billionths` of a unit of `quote`. Published rates are of one
/// base unit; what is the other way round or goes through a third currency keeps both numbers, and with them is exact.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ExchangeRate {
    pub base: Currency,
    pub quote: Currency,
    pub base_billionths: i64,
    pub quote_billionths: i64,
    pub source: RateSource,
    pub day: Day,
}

impl ExchangeRate {
    /// A published rate: one `base` is so many billionths of a `quote`.
    pub fn published(
        (base, quote): (Currency, Currency),
        billionths: i64,
        source: RateSource,
        day: Day,
    ) -> Result<Self, Invalid> {
        if base == quote {
            return Err(Invalid::new("quote", "another currency than the base"));
        }
        if !(1..=RATE_BILLIONTHS_MAX).contains(&billionths) {
            return Err(Invalid::new("rate", "more than 0 and at most 1000000, with up to nine decimals"));
        }
        Ok(Self { base, quote, base_billionths: BILLION, quote_billionths: billionths, source, day })
    }

    /// What people write, `1.0823`: digits with a point between, at most nine after it; in billionths.
    pub fn parse_billionths(text: &str) -> Result<i64, Malformed> {
        let malformed = || Malformed { expected: "a number like 1.0823, with up to nine decimals" };
        let (units, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str, max| part.len() <= max && part.bytes().all(|byte| byte.is_ascii_digit());
        if units.is_empty() || !digits(units, 7) || !digits(decimals, 9) || text.ends_with('.') {
            return Err(malformed());
        }
        format!("{units}{decimals:0<9}").parse().map_err(|_| malformed())
    }

    /// The same the other way round.
    pub fn inverse(self) -> Self {
        Self {
            base: self.quote,
            quote: self.base,
            base_billionths: self.quote_billionths,
            quote_billionths: self.base_billionths,
            ..self
        }
    }

    /// From this one's base to the next one's quote, through the currency in the middle; none if they do not meet, or
    /// do not fit. It is as old as the older of the two, and as certain as the less certain.
    pub fn through(self, next: ExchangeRate) -> Option<Self> {
        if self.quote != next.base {
            return None;
        }
        let product = |one: i64, other: i64| i128::from(one) * i128::from(other);
        let base = product(self.base_billionths, next.base_billionths);
        let quote = product(self.quote_billionths, next.quote_billionths);
        let common = greatest_common_divisor(base, quote);
        Some(Self {
            base: self.base,
            quote: next.quote,
            base_billionths: i64::try_from(base / common).ok()?,
            quote_billionths: i64::try_from(quote / common).ok()?,
            source: self.source.max(next.source),
            day: self.day.min(next.day),
        })
    }

    /// So much of the base in the quote's minor units, rounded half-even once.
    pub fn convert(&self, amount: i64) -> Result<Money, Overflow> {
        let scaled = |currency: Currency| 10i128.checked_pow(currency.exponent()).ok_or(Overflow);
        let times = |one: i128, other: i128| one.checked_mul(other).ok_or(Overflow);
        let part = times(i128::from(self.quote_billionths), scaled(self.quote)?)?;
        let whole = times(i128::from(self.base_billionths), scaled(self.base)?)?;
        if whole <= 0 {
            return Err(Overflow);
        }
        let common = greatest_common_divisor(part, whole);
        let (part, whole) = (part / common, whole / common);
        let product = times(i128::from(amount), part)?;
        let (floor, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
        let up = rest > whole - rest || (rest == whole - rest && floor % 2 != 0);
        let amount = i64::try_from(floor + i128::from(up)).map_err(|_| Overflow)?;
        Ok(Money::new(amount, self.quote))
    }

    /// The money in the other currency, with what is needed to see why; none if it is not in the base.
    pub fn exchange(&self, from: Money) -> Result<Exchange, Overflow> {
        if from.currency != self.base {
            return Err(Overflow);
        }
        Ok(Exchange { from, to: self.convert(from.amount)?, rate: *self })
    }
}

/// For people: `1.0823`, six digits or more where the number is great; of one unit of the base.
impl fmt::Display for ExchangeRate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (quote, base) = (i128::from(self.quote_billionths), i128::from(self.base_billionths).max(1));
        let billionths = quote * i128::from(BILLION) / base;
        let (units, rest) = (billionths / i128::from(BILLION), billionths % i128::from(BILLION));
        let decimals = format!("{rest:09}");
        let leading = decimals.len() - decimals.trim_start_matches('0').len();
        let kept = if units > 0 { 6 } else { (leading + 6).min(9) };
        let decimals = decimals[..kept].trim_end_matches('0');
        if decimals.is_empty() { write!(out, "{units}") } else { write!(out, "{units}.{decimals}") }
    }
}

fn greatest_common_divisor(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.abs(), other.abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

/// An amount that was exchanged: what it was, what it became, and at which rate of which day from whom.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Exchange {
    pub from: Money,
    pub to: Money,
    pub rate: ExchangeRate,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(base: &str, quote: &str, billionths: i64) -> ExchangeRate {
        let pair = (base.parse().unwrap(), quote.parse().unwrap());
        let day = "2026-11-27".parse().unwrap();
        ExchangeRate::published(pair, billionths, RateSource::Ecb, day).unwrap()
    }

    #[test]
    fn amounts_change_their_decimals_with_their_currency() {
        let converted = |rate: ExchangeRate, amount| rate.convert(amount).unwrap().to_string();
        let (yen, dinar, dollar) = (
            rate("EUR", "JPY", 162_500_000_000),
            rate("EUR", "KWD", 331_250_000),
            rate("EUR", "USD", 1_082_300_000),
        );
        assert_eq!(converted(yen, 1_000), "1625 JPY", "10 EUR");
        assert_eq!(converted(yen.inverse(), 1_625), "10.00 EUR");
        assert_eq!(converted(dinar, 1_000), "3.312 KWD", "3.3125 goes to the even thousandth");
        assert_eq!(converted(dinar, -3_000), "-9.938 KWD", "-9.9375 as well");
        assert_eq!(converted(dollar.inverse().through(yen).unwrap(), 10_823), "16250 JPY", "USD through EUR");
        assert_eq!(yen.convert(i64::MAX), Err(Overflow));
        assert!(dollar.through(yen).is_none(), "dollars do not begin where euros do");
    }

    #[test]
    fn rates_are_read_as_people_write_them_and_nothing_else_is() {
        let read = |text| ExchangeRate::parse_billionths(text).ok();
        assert_eq!(read("1.0823"), Some(1_082_300_000));
        assert_eq!(read("162"), Some(162_000_000_000));
        assert_eq!(read("0.000000001"), Some(1));
        for text in ["", ".5", "1.", "-1", "+1", "1,5", "1e3", "0.0000000001", "12345678", "1.0.0", " 1"] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn rates_read_as_people_write_them() {
        assert_eq!(rate("EUR", "USD", 1_082_300_000).to_string(), "1.0823");
        assert_eq!(rate("EUR", "IDR", 18_123_450_000_000).to_string(), "18123.45");
        assert_eq!(rate("EUR", "JPY", 162_500_000_000).inverse().to_string(), "0.00615384");
        assert_eq!(rate("USD", "DJF", 177_000_000_000).to_string(), "177");
    }

    #[test]
    fn a_rate_through_a_third_is_as_old_and_as_certain_as_the_worse_of_the_two() {
        let dollar = rate("EUR", "USD", 1_082_300_000);
        let yen = ExchangeRate {
            source: RateSource::Manual,
            day: "2026-11-25".parse().unwrap(),
            ..rate("EUR", "JPY", 162_500_000_000)
        };
        let through = dollar.inverse().through(yen).unwrap();
        assert_eq!((through.source, through.day.to_string().as_str()), (RateSource::Manual, "2026-11-25"));
    }

    const CODES: [&str; 5] = ["EUR", "USD", "JPY", "KWD", "CLF"];

    proptest! {
        /// The result is the whole number nearest to the exact quotient, the even one of two that are equally near.
        #[test]
        fn converting_rounds_half_to_even(
            amount in -1_000_000_000_000i64..1_000_000_000_000,
            billionths in 1i64..=RATE_BILLIONTHS_MAX,
            (base, quote) in (0usize..5, 0usize..5).prop_filter("two", |(base, quote)| base != quote),
            inverse: bool,
        ) {
            let mut rate = rate(CODES[base], CODES[quote], billionths);
            if inverse {
                rate = rate.inverse();
            }
            let Ok(converted) = rate.convert(amount) else { return Ok(()) };
            let scale = |currency: Currency| 10i128.pow(currency.exponent());
            let part = i128::from(amount) * i128::from(rate.quote_billionths) * scale(rate.quote);
            let whole = i128::from(rate.base_billionths) * scale(rate.base);
            let twice_off = (part - i128::from(converted.amount) * whole) * 2;
            prop_assert!(twice_off.abs() <= whole);
            prop_assert!(twice_off.abs() < whole || converted.amount % 2 == 0);
        }

        /// What is exchanged and exchanged back differs by no more than was rounded.
        #[test]
        fn there_and_back_loses_less_than_a_minor_unit_of_the_coarser(
            amount in 0i64..1_000_000_000,
            billionths in 1_000_000i64..=1_000_000_000_000,
        ) {
            let rate = rate("EUR", "JPY", billionths);
            let there = rate.convert(amount).unwrap();
            let back = rate.inverse().convert(there.amount).unwrap();
            let half_a_yen_in_cents = 50 * BILLION / billionths + 1;
            prop_assert!((back.amount - amount).abs() <= half_a_yen_in_cents);
        }
    }
}
