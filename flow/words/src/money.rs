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

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("the amounts are in different currencies")]
    Currencies,
    #[error("the amount does not fit 64 bits")]
    Overflow,
}

impl Money {
    pub fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies);
        }
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(amount, self.currency))
    }

    /// `rate` of the amount, rounded half-even once.
    pub fn at(self, rate: Rate) -> Result<Money, MoneyError> {
        let amount = rate.of(self.amount).ok_or(MoneyError::Overflow)?;
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

/// Splits `amount` by `weights` so that the parts sum to it exactly: each part is rounded down and
/// the units left over go to the largest remainders, earlier parts first (Hamilton's method).
/// All-zero weights give all zeros.
pub fn split_largest_remainder(amount: i64, weights: &[u32]) -> Vec<i64> {
    let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let sign = i128::from(amount.signum());
    let size = i128::from(amount).abs();
    let mut parts: Vec<i128> = weights.iter().map(|&weight| size * i128::from(weight) / total).collect();
    let left = size - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&place| std::cmp::Reverse(size * i128::from(weights[place]) % total));
    for &place in order.iter().take(left as usize) {
        parts[place] += 1;
    }
    parts.into_iter().map(|part| (sign * part) as i64).collect()
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

    #[test]
    fn a_split_never_creates_or_loses_a_unit() {
        for amount in [-101, -1, 0, 1, 2, 99, 100, i64::MAX, i64::MIN + 1] {
            for weights in [&[1, 1, 1][..], &[400_000, 200_000, 400_000], &[1, 0, 999_999], &[7]] {
                let parts = split_largest_remainder(amount, weights);
                assert_eq!(parts.iter().map(|&part| i128::from(part)).sum::<i128>(), i128::from(amount));
            }
        }
        assert_eq!(split_largest_remainder(100, &[1, 1, 1]), [34, 33, 33]);
    }
}
