//! ISO 4217 currencies and how many minor units make one.

use crate::{Malformed, trim_blanks};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// An ISO 4217 currency that people pay in: it has a defined number of decimals.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    pub const EUR: Currency = Currency(iso_currency::Currency::EUR);

    /// The three-letter code, `EUR`.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimals of the major unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(0))
    }
}

impl FromStr for Currency {
    type Err = Malformed;

    /// Reads a code in any case, with blanks around it.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        iso_currency::Currency::from_code(&trim_blanks(text).to_ascii_uppercase())
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or(Malformed { expected: "an ISO 4217 currency code like EUR" })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_in_any_case_and_with_blanks_around_it() {
        for text in ["EUR", "eur", "Eur", " EUR ", "\u{feff}eur\r\n", "\u{a0}EUR"] {
            assert_eq!(text.parse::<Currency>().unwrap().code(), "EUR", "{text:?}");
        }
        for text in ["", " ", "EURO", "E UR", "XXX", "€"] {
            assert!(text.parse::<Currency>().is_err(), "{text:?}");
        }
    }
}
