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
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Sets documents as PDF.
pub struct PdfPaper {
    faces: Vec<Face<'static>>,
    places: Arc<Semaphore>,
}

/// Documents that are made at once: a long one takes seconds and some 75 MB.
const DOCUMENTS_AT_ONCE: usize = 2;

impl PdfPaper {
    pub fn new() -> Self {
        Self { faces: fonts::faces(), places: Arc::new(Semaphore::new(DOCUMENTS_AT_ONCE)) }
    }
}

impl Default for PdfPaper {
    fn default() -> Self {
        Self::new()
    }
}

impl PdfPaper {
    /// Long statements take seconds, in which other requests are answered.
    async fn aside(
        &self,
        work: impl FnOnce() -> Result<Vec<u8>, PaperError> + Send + 'static,
    ) -> Result<Vec<u8>, PaperError> {
        let place = self.places.clone().acquire_owned().await;
        let place = place.map_err(|fault| PaperError(fault.to_string()))?;
        // The place is the work's, which goes on when nobody waits for it any more.
        let work = move || {
            let _place = place;
            work()
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|fault| Err(PaperError(fault.to_string())))
    }
}

#[async_trait]
impl Paper for PdfPaper {
    async fn pdf(&self, document: Document) -> Result<Vec<u8>, PaperError> {
        let faces = self.faces.clone();
        let set = move || {
            let pages = layout::pages(&faces, &document);
            pdf::written(&faces, &pages, &document).map_err(|fault| PaperError(fault.0))
        };
        self.aside(set).await
    }

    async fn csv(&self, columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, PaperError> {
        let columns = columns.to_vec();
        self.aside(move || table::written(&columns, rows)).await
    }
}
