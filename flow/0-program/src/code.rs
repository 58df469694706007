//! Codes: what a person types or says (coupon, printed, podcast).

use crate::CodeOffer;
use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};
use words::{CodeId, EnrollmentId, Instant, Invalid, PartnerId, ProgramId, Scope, filled, is_blank};

pub const CODE_CHARACTERS_MAX: usize = 40;
/// Codes that count of one event.
pub const CODES_PER_EVENT_MAX: usize = 10;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Code {
    pub id: CodeId,
    pub scope: Scope,
    pub program: ProgramId,
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    /// Normalized; unique within the program.
    pub code: String,
    pub created_at: Instant,
    /// From then on it counts for nothing, but its text stays taken: what was printed is never
    /// another partner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Instant>,
    /// From then on it is known to strangers: it counts only for customers whom its owner led in another way too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaked_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "CodeOffer::is_as_terms")]
    pub customer_offer: CodeOffer,
}

impl Code {
    /// Whether the code counts for what occurred at `at`.
    pub fn is_valid_at(&self, at: Instant) -> bool {
        self.archived_at.is_none_or(|archived| at < archived)
    }

    pub fn is_leaked_at(&self, at: Instant) -> bool {
        self.leaked_at.is_some_and(|leaked| at >= leaked)
    }
}

/// The codes within a text that may hold several, as they were written; commas, semicolons and line ends separate them.
pub fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') || is_separator(plain(c)))
        .filter_map(filled)
}

/// Codes are compared in upper case without blanks, by the letters that people see: `spring 20` and its full-width form
/// are `SPRING20`.
pub fn normalize_code(text: &str) -> Result<String, Invalid> {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let visible = |text: &str| -> String { text.chars().map(plain).filter(|c| !is_unseen(*c)).collect() };
    let upper = visible(&nfkc.normalize(&visible(text))).to_uppercase().replace('ẞ', "SS");
    let code = visible(&nfkc.normalize(&upper));
    let is_long = code.chars().nth(CODE_CHARACTERS_MAX).is_some();
    if code.is_empty() || is_long || code.chars().any(|c| c.is_control() || is_separator(c)) {
        let expected = format!(
            "1 to {CODE_CHARACTERS_MAX} characters beside blanks, none of them a comma, a semicolon or a control \
             character"
        );
        return Err(Invalid::new("code", expected));
    }
    Ok(code)
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';')
}

/// Blanks, and what only selects how the character before it is drawn.
fn is_unseen(c: char) -> bool {
    is_blank(c) || matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// Phones and word processors write quotes and hyphens in another way than keyboards do.
fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | 'ʼ' | '′' | '`' | '´' | '＇' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' | '－' => '-',
        '，' | '︐' | '﹐' => ',',
        '；' | '︔' | '﹔' | '\u{37e}' => ';',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_found_as_shops_and_people_write_them() {
        for (written, code) in [
            ("spring 20", "SPRING20"),
            ("ANN-1_x", "ANN-1_X"),
            ("10%off", "10%OFF"),
            ("dankefür100", "DANKEFÜR100"),
            ("dankefu\u{308}r100", "DANKEFÜR100"),
            ("Save.20", "SAVE.20"),
            ("BLACK FRIDAY!", "BLACKFRIDAY!"),
            ("straße", "STRASSE"),
            ("STRAẞE", "STRASSE"),
            ("ＡＮＮ１", "ANN1"),
            ("\u{200b}ann\u{a0}1\u{feff}", "ANN1"),
            ("o’neil", "O'NEIL"),
            ("a/b+c&d#e?f=g", "A/B+C&D#E?F=G"),
            ("20–off", "20-OFF"),
            ("ﬁt", "FIT"),
            ("скидка", "СКИДКА"),
            ("割引", "割引"),
        ] {
            assert_eq!(normalize_code(written).as_deref(), Ok(code), "{written}");
        }
        for written in ["", " ", "\u{200b}", "A,B", "A；B", "A\u{0}", "A\u{7f}", &"A".repeat(41)] {
            assert!(normalize_code(written).is_err(), "{written:?}");
        }
        assert!(normalize_code(&"ü".repeat(40)).is_ok(), "characters count, not bytes");
    }

    #[test]
    fn several_codes_are_told_apart() {
        let several: Vec<_> = codes_in(" WELCOME10, ann 1;;X\nY\r\n，Z|W ").collect();
        assert_eq!(several, ["WELCOME10", "ann 1", "X", "Y", "Z|W"]);
        assert_eq!(codes_in(" \u{feff},;\n").count(), 0);
    }

    proptest! {
        #[test]
        fn a_normalized_code_stays_as_it_is(text in "\\PC{1,12}|.{1,12}") {
            if let Ok(code) = normalize_code(&text) {
                prop_assert_eq!(normalize_code(&code), Ok(code.clone()));
                prop_assert_eq!(normalize_code(&format!(" {code}\u{200b}")), Ok(code.clone()));
                prop_assert_eq!(codes_in(&code).collect::<Vec<_>>(), [code.as_str()]);
            }
        }

        #[test]
        fn what_was_a_code_before_has_its_form_still(text in "[A-Za-z0-9_ -]{1,40}") {
            let before = text.replace(' ', "").to_ascii_uppercase();
            if !before.is_empty() {
                prop_assert_eq!(normalize_code(&text), Ok(before));
            }
        }
    }
}
