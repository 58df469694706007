//! Statements to keep: PDF whose text can be copied out, set in fonts that come with it, in any direction of writing;
//! and tables.

mod fonts;
mod layout;
mod pdf;
mod shape;
mod table;

use async_trait::async_trait;
use engine::ports::{Paper, PaperError};
use payout::{Cell, Document};
use rustybuzz::Face;

/// Sets documents as PDF.
pub struct PdfPaper {
    faces: Vec<Face<'static>>,
}

impl PdfPaper {
    pub fn new() -> Self {
        Self { faces: fonts::faces() }
    }
}

impl Default for PdfPaper {
    fn default() -> Self {
        Self::new()
    }
}

/// Long statements take seconds, in which other requests are answered.
async fn aside(
    work: impl FnOnce() -> Result<Vec<u8>, PaperError> + Send + 'static,
) -> Result<Vec<u8>, PaperError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|fault| Err(PaperError(fault.to_string())))
}

#[async_trait]
impl Paper for PdfPaper {
    async fn pdf(&self, document: Document) -> Result<Vec<u8>, PaperError> {
        let faces = self.faces.clone();
        let set = move || {
            let pages = layout::pages(&faces, &document);
            pdf::written(&faces, &pages, &document).map_err(|fault| PaperError(fault.0))
        };
        aside(set).await
    }

    async fn csv(&self, columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, PaperError> {
        let columns = columns.to_vec();
        aside(move || table::written(&columns, rows)).await
    }
}
