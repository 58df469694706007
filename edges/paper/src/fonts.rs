//! The fonts that pages are set in. They come with the binary, so that pages look the same wherever they are set:
//! Latin, Greek, Cyrillic, Arabic and Hebrew.

use rustybuzz::Face;

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");
const ARABIC: &[u8] = include_bytes!("../fonts/NotoSansArabic-Regular.ttf");
const HEBREW: &[u8] = include_bytes!("../fonts/NotoSansHebrew-Regular.ttf");

/// Stands for a letter that no font has.
pub(crate) const REPLACEMENT: char = '\u{FFFD}';
/// Places of the built-in fonts.
const REGULAR_PLACE: usize = 0;
const BOLD_PLACE: usize = 1;

const FILES: [&[u8]; 4] = [REGULAR, BOLD, ARABIC, HEBREW];

/// The fonts, ready to shape with.
pub(crate) fn faces() -> Vec<Face<'static>> {
    FILES.iter().filter_map(|bytes| Face::from_slice(bytes, 0)).collect()
}

pub(crate) fn bytes(face: usize) -> &'static [u8] {
    FILES[face]
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
