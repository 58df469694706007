//! Paper for tests: what would stand on it, line by line.

use engine::ports::{Paper, PaperError};
use payout::{Cell, Document};

/// Writes a document as text, and a table with tabs.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainPaper;

#[async_trait::async_trait]
impl Paper for PlainPaper {
    async fn pdf(&self, document: Document) -> Result<Vec<u8>, PaperError> {
        let mut text = format!("%PDF\n{}\n{}\n{}\n", document.merchant, document.title, document.partner);
        for (label, value) in document.facts {
            text.push_str(&format!("{label}\t{value}\n"));
        }
        for line in document.lines {
            let cells = [line.date, line.reference, line.words, line.sale, line.amount.text];
            text.push_str(&format!("{}\n", cells.join("\t")));
        }
        for (label, figure) in document.sums.into_iter().chain(document.closing) {
            text.push_str(&format!("{label}\t{}\n", figure.text));
        }
        Ok(text.into_bytes())
    }

    async fn csv(&self, columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, PaperError> {
        let mut text = format!("{}\n", columns.join("\t"));
        for row in rows {
            let cells = row.into_iter().map(|cell| match cell {
                Cell::Text(text) | Cell::Number(text) => text,
            });
            text.push_str(&format!("{}\n", cells.collect::<Vec<_>>().join("\t")));
        }
        Ok(text.into_bytes())
    }
}
