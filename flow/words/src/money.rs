//! Money: whole minor units and a currency, one type, never a float.

use crate::{Currency, Rate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in minor units of its currency: `{ amount: 1250, currency: EUR }` is 12.50 EUR.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Money {
    pub amount: i64,
    pub currency: Currency,
}

/// The greatest amount of one sale, reward or cap, in minor units: more than anybody pays at once,
/// small enough that millions of them add up within 64 bits.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// The amount does not fit 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amount does not fit 64 bits")]
pub struct Overflow;

impl Money {
    pub fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// `rate` of the amount, rounded half-even once.
    pub fn at(self, rate: Rate) -> Result<Money, Overflow> {
        let amount = rate.of(self.amount).ok_or(Overflow)?;
        Ok(Self::new(amount, self.currency))
    }
}

/// `12.50 EUR`, `1250 JPY`, `-0.005 KWD`: for people, in explanations and statements.
impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = self.currency.exponent();
        let sign = if self.amount < 0 { "-" } else { "" };
        let units = self.amount.unsigned_abs();
        if exponent == 0 {
            return write!(out, "{sign}{units} {}", self.currency);
        }
        let scale = 10u64.pow(exponent);
        let width = exponent as usize;
        write!(out, "{sign}{}.{:0width$} {}", units / scale, units % scale, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_each_currency_in_its_own_decimals() {
        let written = |amount, code: &str| Money::new(amount, code.parse().unwrap()).to_string();
        assert_eq!(written(-1205, "EUR"), "-12.05 EUR");
        assert_eq!(written(1205, "JPY"), "1205 JPY");
        assert_eq!(written(-5, "KWD"), "-0.005 KWD");
    }
}
