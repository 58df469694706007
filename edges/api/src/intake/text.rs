//! Words in a request that must be of a certain form: ids, times, months, currencies.

use std::str::FromStr;
use words::{Invalid, Malformed};

pub(crate) fn required<T: FromStr<Err = Malformed>>(field: &'static str, text: &str) -> Result<T, Invalid> {
    text.parse().map_err(|fault: Malformed| Invalid::new(field, fault.expected))
}

pub(crate) fn optional<T: FromStr<Err = Malformed>>(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<T>, Invalid> {
    text.map(|text| required(field, text)).transpose()
}
