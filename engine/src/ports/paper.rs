//! Paper: documents that people keep.

use async_trait::async_trait;
use payout::{Cell, Document};

/// A document that could not be made, in the driver's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PaperError(pub String);

#[async_trait]
pub trait Paper: Send + Sync {
    /// The document as PDF, the same bytes for the same document. Every text of it can be copied out; a letter that
    /// no font has is replaced visibly.
    async fn pdf(&self, document: Document) -> Result<Vec<u8>, PaperError>;

    /// A table as RFC 4180 has it; no text of it is a formula to a spreadsheet.
    async fn csv(&self, columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, PaperError>;
}
