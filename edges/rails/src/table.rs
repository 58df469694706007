//! Tables for spreadsheets and providers. What people wrote is text there, and never a formula.

use engine::ports::RailError;
use payout::FORMULA_SIGNS;
use words::Invalid;

pub(crate) const MEDIA_TYPE: &str = "text/csv; charset=utf-8";

/// A text that people wrote, on one line; one that would be a formula has a sign before it that makes it a text.
pub(crate) fn cell(text: &str) -> String {
    let line = text.replace(['\r', '\n', '\t'], " ");
    if line.starts_with(FORMULA_SIGNS) { format!("'{line}") } else { line }
}

/// Whether the text can stand in a table as it is. Addresses and account numbers must, since a sign before them would
/// make them another's.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.starts_with(FORMULA_SIGNS)
}

/// What tells Excel that a table is UTF-8. Providers' own tables begin with their first column.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The table as people open it.
pub(crate) fn write_for_people(records: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, RailError> {
    Ok([BYTE_ORDER_MARK.as_bytes(), &write(records)?].concat())
}

/// The table, its lines ended as RFC 4180 has it.
pub(crate) fn write(records: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, RailError> {
    let fault = |fault: csv::Error| RailError::Order(Invalid::new("payments", format!("a table; {fault}")));
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        table.write_record(record).map_err(fault)?;
    }
    table.into_inner().map_err(|unwritten| fault(csv::Error::from(unwritten.into_error())))
}
