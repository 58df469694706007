//! From text to glyphs: runs of one direction in the order in which they are seen, each in the first font that has
//! its letters.

use crate::fonts::{REPLACEMENT, face_for, plain};
use rustybuzz::{BufferClusterLevel, Direction, Face, UnicodeBuffer};
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};

/// How a text is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Style {
    /// Points.
    pub size: f32,
    pub is_bold: bool,
    pub color: [f32; 3],
}

/// All in points, to the right and upwards.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Glyph {
    pub face: usize,
    pub id: u16,
    /// What is copied out for it; of a cluster only its first glyph has any.
    pub text: String,
    pub advance: f32,
    pub shift: (f32, f32),
}

/// A line, from left to right.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Line {
    pub glyphs: Vec<Glyph>,
    pub width: f32,
}

/// Control characters are no letters; a tab or a line end is a blank. What would turn the direction of letters that
/// have one of their own is left out: it could make a name read as something else.
pub(crate) fn cleaned(text: &str) -> String {
    let blank = |letter: char| if letter.is_whitespace() && letter != NO_BREAK { ' ' } else { letter };
    let turns = |letter: &char| matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(blank).filter(|letter| !letter.is_control() && !turns(letter)).collect()
}

/// Between an amount and its currency.
const NO_BREAK: char = '\u{A0}';

pub(crate) fn line(faces: &[Face<'_>], text: &str, style: Style) -> Line {
    let bidi = BidiInfo::new(text, None);
    let Some(paragraph) = bidi.paragraphs.first() else { return Line::default() };
    let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
    let mut line = Line::default();
    for run in runs {
        let level = levels[run.start];
        let mut parts = parts_of(faces, text, run, style.is_bold);
        if level.is_rtl() {
            parts.reverse();
        }
        for (face, range) in parts {
            line.glyphs.extend(shaped(faces, (face, range), text, level, style));
        }
    }
    line.width = line.glyphs.iter().map(|glyph| glyph.advance).sum();
    line
}

/// The run cut where another font is needed; none where no font has the letters.
fn parts_of(
    faces: &[Face<'_>],
    text: &str,
    run: Range<usize>,
    is_bold: bool,
) -> Vec<(Option<usize>, Range<usize>)> {
    let mut parts: Vec<(Option<usize>, Range<usize>)> = Vec::new();
    for (place, letter) in text[run.clone()].char_indices() {
        let (start, end) = (run.start + place, run.start + place + letter.len_utf8());
        if let Some((face, range)) = parts.last_mut() {
            let current = face.map(|face| &faces[face]);
            // Blanks and marks stay with what stands before them, if its font has them.
            let has = current.is_some_and(|face| face.glyph_index(letter).is_some());
            let clings = letter == ' ' || is_mark(letter) || is_invisible(letter);
            if (has && clings) || face_for(faces, letter, is_bold) == *face || is_invisible(letter) {
                range.end = end;
                continue;
            }
        }
        parts.push((face_for(faces, letter, is_bold), start..end));
    }
    parts
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// What tells of direction and joining and is not seen itself.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

fn shaped(
    faces: &[Face<'_>],
    (face, range): (Option<usize>, Range<usize>),
    text: &str,
    level: Level,
    style: Style,
) -> Vec<Glyph> {
    let part = &text[range];
    let Some(place) = face else { return replaced(faces, part, style) };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(part);
    buffer.set_direction(if level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.guess_segment_properties();
    buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
    let face = &faces[place];
    let scale = style.size / face.units_per_em() as f32;
    let glyphs = rustybuzz::shape(face, &[], buffer);
    let infos = glyphs.glyph_infos();
    let mut starts: Vec<_> = infos.iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let end_of = |start: usize| starts.iter().copied().find(|&other| other > start).unwrap_or(part.len());
    let mut told = None;
    let placed = infos.iter().zip(glyphs.glyph_positions()).map(|(info, position)| {
        let start = info.cluster as usize;
        let is_first = told != Some(start);
        told = Some(start);
        Glyph {
            face: place,
            id: u16::try_from(info.glyph_id).unwrap_or_default(),
            text: if is_first { seen(&part[start..end_of(start)], level) } else { String::new() },
            advance: position.x_advance as f32 * scale,
            shift: (position.x_offset as f32 * scale, position.y_offset as f32 * scale),
        }
    });
    placed.collect()
}

/// A bracket that is written from the right is seen as its counterpart, whose glyph is used for both.
fn seen(text: &str, level: Level) -> String {
    const PAIRS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»'), ('‹', '›')];
    let turned = |letter: char| {
        let found = PAIRS.iter().find_map(|&(open, close)| match letter {
            letter if letter == open => Some(close),
            letter if letter == close => Some(open),
            _ => None,
        });
        found.unwrap_or(letter)
    };
    if level.is_rtl() { text.chars().map(turned).collect() } else { text.to_owned() }
}

/// The replacement for each letter.
fn replaced(faces: &[Face<'_>], part: &str, style: Style) -> Vec<Glyph> {
    let place = plain(style.is_bold);
    let face = &faces[place];
    let glyph = face.glyph_index(REPLACEMENT).unwrap_or_default();
    let advance = f32::from(face.glyph_hor_advance(glyph).unwrap_or_default());
    let advance = advance * style.size / face.units_per_em() as f32;
    let one =
        |_| Glyph { face: place, id: glyph.0, text: REPLACEMENT.to_string(), advance, shift: (0.0, 0.0) };
    part.chars().filter(|letter| !is_invisible(*letter)).map(one).collect()
}

/// The text in lines of at most `width` points: broken at blanks, and within a word only where it is wider than
/// a line.
pub(crate) fn wrapped(faces: &[Face<'_>], text: &str, width: f32, style: Style) -> Vec<Line> {
    let text = cleaned(text);
    let fits = |part: &str| line(faces, part, style).width <= width;
    let (mut lines, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() && lines.len() < LINES_MAX {
        let whole = line(faces, rest, style);
        if whole.width <= width {
            lines.push(whole);
            break;
        }
        // Shaping is what costs, so that the last blank that fits is found by halves.
        let ends: Vec<usize> = rest.match_indices(' ').map(|(place, _)| place).collect();
        let count = ends.partition_point(|&end| fits(rest[..end].trim_end()));
        let end = if count == 0 { within_word(rest, fits) } else { ends[count - 1] };
        lines.push(line(faces, rest[..end].trim_end(), style));
        rest = rest[end..].trim_start();
    }
    lines
}

/// Lines of one text; what is longer ends there. No field of ours is that long.
const LINES_MAX: usize = 60;

/// Where a word that is wider than a line is cut: never before a mark, and after one letter at least.
fn within_word(word: &str, fits: impl Fn(&str) -> bool) -> usize {
    let ends: Vec<usize> = word
        .char_indices()
        .map(|(place, _)| place)
        .skip(1)
        .chain([word.len()])
        .filter(|&end| !word[end..].chars().next().is_some_and(is_mark))
        .collect();
    let count = ends.partition_point(|&end| fits(&word[..end])).max(1);
    let after_separator = |end: &&usize| word[..**end].ends_with(['/', '-', '_', '.', ':', '@']);
    let within = &ends[count / 2..count];
    within.iter().rev().find(after_separator).copied().unwrap_or(ends[count - 1])
}

/// The text in one line, shortened to `width` points if it must be.
pub(crate) fn shortened(faces: &[Face<'_>], text: &str, width: f32, style: Style) -> Line {
    let text = cleaned(text);
    let whole = line(faces, &text, style);
    if whole.width <= width {
        return whole;
    }
    let mut end = within_word(&text, |part| line(faces, &format!("{part}…"), style).width <= width);
    end = text[..end].trim_end().len();
    line(faces, &format!("{}…", &text[..end]), style)
}
