//! Texts as people and programs send them: with blanks at their ends, empty, or longer than what is kept.

use crate::Invalid;

/// Whether the character shows nothing: blanks of every width, those of zero width, and line ends.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            // Soft hyphen, joiners, fillers of Hangul, and the blank of Braille and of Mongolian.
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
            // Zero width, word joiner, invisible operators, byte order mark.
            | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
            // Directions of writing.
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}')
}

/// The text without blanks at its ends.
pub fn trim_blanks(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The text without blanks at its ends; none if nothing is left.
pub fn filled(text: &str) -> Option<&str> {
    Some(trim_blanks(text)).filter(|text| !text.is_empty())
}

/// A text that `check_text` accepts, as much of it as is kept: control characters become blanks, and the end is cut.
/// None if nothing is left.
pub fn kept_text(text: &str, characters_max: usize) -> Option<String> {
    let shown: String = text.chars().map(|c| if is_forbidden(c) { ' ' } else { c }).collect();
    let cut: String = trim_blanks(&shown).chars().take(characters_max).collect();
    filled(&cut).map(str::to_owned)
}

/// Checks a text that people write in a field of several lines: 1 to `characters_max` characters, not all blank, with line
/// breaks and tabs but no other control characters and no bidirectional overrides.
pub fn check_lines(field: &'static str, text: &str, characters_max: usize) -> Result<(), Invalid> {
    let forbidden = |c: char| is_forbidden(c) && !matches!(c, '\n' | '\r' | '\t');
    let length = text.chars().take(characters_max + 1).count();
    if text.trim().is_empty() || length > characters_max || text.chars().any(forbidden) {
        let expected = format!("1 to {characters_max} characters, line breaks among them");
        return Err(Invalid::new(field, expected));
    }
    Ok(())
}

/// Checks a text that people write: 1 to `characters_max` characters, none of them control
/// characters or bidirectional overrides (which make one text look like another).
pub fn check_text(field: &'static str, text: &str, characters_max: usize) -> Result<(), Invalid> {
    let length = text.chars().take(characters_max + 1).count();
    if length == 0 || length > characters_max || text.chars().any(is_forbidden) || text.trim() != text {
        let expected =
            format!("1 to {characters_max} characters, without control characters or blanks at the ends");
        return Err(Invalid::new(field, expected));
    }
    Ok(())
}

/// Characters of a label.
pub const LABEL_CHARACTERS_MAX: usize = 40;

/// Checks a short name that programs give, such as the source of an event or the name of another system: 1 to
/// [`LABEL_CHARACTERS_MAX`] of a–z, 0–9, `_` and `-`.
pub fn check_label(field: &'static str, text: &str) -> Result<(), Invalid> {
    let is_allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
    if !(1..=LABEL_CHARACTERS_MAX).contains(&text.len()) || !text.bytes().all(is_allowed) {
        return Err(Invalid::new(field, format!("1 to {LABEL_CHARACTERS_MAX} of a–z, 0–9, _ and -")));
    }
    Ok(())
}

fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_of_every_kind_are_trimmed() {
        for blank in [
            " ", "\t", "\r\n", "\u{a0}", "\u{2003}", "\u{202f}", "\u{3000}", "\u{200b}", "\u{2060}",
            "\u{feff}", "\u{85}", "\u{2028}", "\u{ad}", "\u{200e}",
        ] {
            assert_eq!(trim_blanks(&format!("{blank}ANN 1{blank}{blank}")), "ANN 1", "{blank:?}");
            assert_eq!(filled(blank), None, "{blank:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_of_any_text_is_a_text(text in "\\PC{0,8}|.{0,30}", characters_max in 1usize..20) {
            if let Some(kept) = kept_text(&text, characters_max) {
                prop_assert_eq!(check_text("name", &kept, characters_max), Ok(()));
                prop_assert_eq!(kept_text(&kept, characters_max), Some(kept));
            }
        }
    }
}
