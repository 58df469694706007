//! The fonts that pages are set in: Latin, Greek, Cyrillic, Arabic and Hebrew come with the binary; what else is
//! needed is looked for in a folder that the operator names.

use rustybuzz::Face;
use std::path::{Path, PathBuf};

/// Fonts of the operator's folder that are looked at, in the order of their names.
pub const FONTS_MAX: usize = 64;
/// Bytes of one of them; fonts with all of Chinese have some 20 MB.
pub const FONT_BYTES_MAX: u64 = 64 << 20;

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");
const ARABIC: &[u8] = include_bytes!("../fonts/NotoSansArabic-Regular.ttf");
const HEBREW: &[u8] = include_bytes!("../fonts/NotoSansHebrew-Regular.ttf");

/// Stands for a letter that no font has.
pub(crate) const REPLACEMENT: char = '\u{FFFD}';
/// Places of the built-in fonts.
const REGULAR_PLACE: usize = 0;
const BOLD_PLACE: usize = 1;

/// The bytes of each font.
pub struct Fonts {
    files: Vec<std::borrow::Cow<'static, [u8]>>,
}

/// A folder of fonts that cannot be read.
#[derive(Debug)]
pub struct FontFault {
    pub path: PathBuf,
    pub why: String,
}

impl std::fmt::Display for FontFault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}", self.path.display(), self.why)
    }
}

impl Fonts {
    pub fn built_in() -> Self {
        Self { files: [REGULAR, BOLD, ARABIC, HEBREW].map(Into::into).into() }
    }

    /// Those and the TrueType and OpenType fonts of a folder; other files in it are left alone.
    pub fn with_folder(folder: &Path) -> Result<Self, FontFault> {
        let fault = |path: &Path| {
            let path = path.to_owned();
            move |fault: std::io::Error| FontFault { path, why: fault.to_string() }
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(fault(folder))? {
            let path = entry.map_err(fault(folder))?.path();
            let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
            if ["ttf", "otf", "ttc", "otc"].iter().any(|known| ending == *known) {
                paths.push(path);
            }
        }
        paths.sort();
        let mut fonts = Self::built_in();
        for path in paths.into_iter().take(FONTS_MAX) {
            let refused = |why: &str| FontFault { path: path.clone(), why: why.to_owned() };
            if path.metadata().map_err(fault(&path))?.len() > FONT_BYTES_MAX {
                return Err(refused("a font of at most 64 MiB was expected"));
            }
            let bytes = std::fs::read(&path).map_err(fault(&path))?;
            if Face::from_slice(&bytes, 0).is_none() {
                return Err(refused("a TrueType or OpenType font was expected"));
            }
            fonts.files.push(bytes.into());
        }
        Ok(fonts)
    }

    /// The fonts, ready to shape with.
    pub(crate) fn faces(&self) -> Vec<Face<'_>> {
        self.files.iter().filter_map(|bytes| Face::from_slice(bytes, 0)).collect()
    }

    pub(crate) fn bytes(&self, face: usize) -> &[u8] {
        &self.files[face]
    }
}

/// The first font that has the letter, of the weight that is wanted if there is one; none if no font has it.
pub(crate) fn face_for(faces: &[Face<'_>], letter: char, is_bold: bool) -> Option<usize> {
    let wanted = if is_bold { BOLD_PLACE } else { REGULAR_PLACE };
    let others = (0..faces.len()).filter(|place| ![REGULAR_PLACE, BOLD_PLACE].contains(place));
    let mut places = [wanted].into_iter().chain(others);
    places.find(|&place| faces[place].glyph_index(letter).is_some())
}

/// The font of the replacement.
pub(crate) fn plain(is_bold: bool) -> usize {
    if is_bold { BOLD_PLACE } else { REGULAR_PLACE }
}
