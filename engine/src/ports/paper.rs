//! Paper: documents that people keep.

use payout::Document;

/// A document that could not be set, in the driver's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PaperError(pub String);

pub trait Paper: Send + Sync {
    /// The document as PDF, the same bytes for the same document. Every text of it can be copied out; a letter that
    /// no font has is replaced visibly.
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, PaperError>;
}
