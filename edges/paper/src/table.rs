//! Tables: RFC 4180, and what people wrote is never a formula.

use engine::ports::PaperError;
use payout::Cell;

/// What spreadsheets take for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What tells Excel that a table is UTF-8; without it umlauts are read as something else.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(crate) fn written(columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, PaperError> {
    let fault = |fault: csv::Error| PaperError(fault.to_string());
    let mut table =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    table.write_record(columns).map_err(fault)?;
    for row in rows {
        table.write_record(row.into_iter().map(guarded)).map_err(fault)?;
    }
    table.into_inner().map_err(|unwritten| fault(csv::Error::from(unwritten.into_error())))
}

fn guarded(cell: Cell) -> String {
    match cell {
        Cell::Text(text) if text.starts_with(FORMULA) => format!("'{text}"),
        Cell::Text(text) | Cell::Number(text) => text,
    }
}
