//! Statements on paper: PDF whose text can be copied out, set in fonts that come with it, in any direction of writing.

mod fonts;
mod layout;
mod pdf;
mod shape;

pub use fonts::{FONT_BYTES_MAX, FONTS_MAX, FontFault, Fonts};

use engine::ports::{Paper, PaperError};
use payout::Document;

/// Sets documents as PDF.
pub struct PdfPaper {
    fonts: Fonts,
}

impl PdfPaper {
    pub fn new(fonts: Fonts) -> Self {
        Self { fonts }
    }
}

impl Paper for PdfPaper {
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, PaperError> {
        let faces = self.fonts.faces();
        let pages = layout::pages(&faces, document);
        pdf::written(&self.fonts, &faces, &pages, document).map_err(|fault| PaperError(fault.0))
    }
}
