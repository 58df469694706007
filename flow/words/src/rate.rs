//! Rates and shares in millionths, and the one rounding rule.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Millionths in a whole: a credit of `MILLION` is all of it.
pub const MILLION: u32 = 1_000_000;

/// A rate in millionths: 20 % is 200 000.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(u32);

impl Rate {
    pub const fn from_millionths(millionths: u32) -> Self {
        Self(millionths)
    }

    pub fn millionths(self) -> u32 {
        self.0
    }

    /// `self` of `amount`, rounded half-even; none when it does not fit 64 bits.
    pub fn of(self, amount: i64) -> Option<i64> {
        proportion(amount, i64::from(self.0), i64::from(MILLION))
    }

    /// The most that `self` of `amount` allows: rounded down, so that a limit is never exceeded. None when it does not fit
    /// 64 bits.
    pub fn at_most(self, amount: i64) -> Option<i64> {
        let product = i128::from(amount) * i128::from(self.0);
        i64::try_from(product.div_euclid(i128::from(MILLION))).ok()
    }
}

/// `20 %`, `12.5 %`.
impl fmt::Display for Rate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        if rest == 0 {
            return write!(out, "{whole} %");
        }
        let decimals = format!("{rest:04}");
        write!(out, "{whole}.{} %", decimals.trim_end_matches('0'))
    }
}

/// `amount × part ÷ whole` in 128 bits, rounded half-even (IEEE 754 roundTiesToEven on the
/// rational); none when `whole` is not positive or the result does not fit 64 bits.
pub fn proportion(amount: i64, part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let (product, whole) = (i128::from(amount) * i128::from(part), i128::from(whole));
    let (floor, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
    let up = rest * 2 > whole || (rest * 2 == whole && floor % 2 != 0);
    i64::try_from(floor + i128::from(up)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_to_even_on_both_sides_of_zero() {
        let tenth = Rate::from_millionths(100_000);
        let rounded: Vec<_> = [5, 15, 25, -5, -15, -25, 26, -26].map(|n| tenth.of(n).unwrap()).into();
        assert_eq!(rounded, [0, 2, 2, 0, -2, -2, 3, -3]);
        assert_eq!(Rate::from_millionths(u32::MAX).of(i64::MAX), None);
    }

    #[test]
    fn a_limit_is_rounded_down() {
        let half = Rate::from_millionths(500_000);
        assert_eq!((half.of(79_171), half.at_most(79_171)), (Some(39_586), Some(39_585)));
        assert_eq!(
            (half.at_most(79_170), half.at_most(-1), half.at_most(0)),
            (Some(39_585), Some(-1), Some(0))
        );
        assert_eq!(Rate::from_millionths(u32::MAX).at_most(i64::MAX), None);
    }

    #[test]
    fn reads_as_percent() {
        assert_eq!(Rate::from_millionths(200_000).to_string(), "20 %");
        assert_eq!(Rate::from_millionths(12_500).to_string(), "1.25 %");
    }
}
