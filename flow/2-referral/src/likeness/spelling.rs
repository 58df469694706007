//! How alike two words are, for those who mishear, mistype or transliterate, but not for those who mean another word.

use strsim::osa_distance;

/// Likeness of words, in millionths.
pub(super) const SAME: u32 = 1_000_000;
const UMLAUT: u32 = 990_000;
const PLURAL: u32 = 970_000;
const SOUND: u32 = 960_000;
const SLIP: u32 = 920_000;
const SOUND_SLIP: u32 = 890_000;
const TWO_SLIPS: u32 = 870_000;

/// Shorter words differ by a letter because they are other words: SAP and SAS, Mars and Marsh.
const UMLAUT_CHARACTERS_MIN: usize = 4;
const PLURAL_CHARACTERS_MIN: usize = 5;
const SOUND_CHARACTERS_MIN: usize = 4;
const SLIP_CHARACTERS_MIN: usize = 6;
/// Surnames and towns differ by one letter (Schulz and Scholz, Freiburg and Freiberg), so that a letter put for another
/// is only believed to be a slip in a longer word.
const REPLACED_CHARACTERS_MIN: usize = 10;
/// It is believed sooner when the word is all there is of the name.
const REPLACED_ALONE_CHARACTERS_MIN: usize = 8;
const TWO_SLIPS_CHARACTERS_MIN: usize = 12;

/// A word of a normalized name, read once however often it is compared.
pub(super) struct Word {
    pub(super) text: String,
    /// Without umlauts.
    bare: String,
    bare_letters: Letters,
    sound: String,
    sound_letters: Letters,
    has_digit: bool,
}

impl Word {
    pub(super) fn new(text: String) -> Word {
        let bare = without_umlauts(&text);
        let sound = sound(&bare);
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        let (bare_letters, sound_letters) = (Letters::of(&bare), Letters::of(&sound));
        Word { text, bare, bare_letters, sound, sound_letters, has_digit }
    }
}

/// How often each letter stands in a word.
struct Letters([u8; 26]);

impl Letters {
    fn of(word: &str) -> Letters {
        let mut letters = [0_u8; 26];
        for byte in word.bytes().filter(u8::is_ascii_lowercase) {
            let count = &mut letters[usize::from(byte - b'a')];
            *count = count.saturating_add(1);
        }
        Letters(letters)
    }

    /// Whether words of these letters may be so few slips apart: each slip takes one letter away, adds one, or does both.
    fn are_near(&self, other: &Letters, slips: usize) -> bool {
        let apart: usize =
            self.0.iter().zip(&other.0).map(|(one, other)| usize::from(one.abs_diff(*other))).sum();
        apart <= 2 * slips
    }
}

/// How alike two words of normalized names are, in millionths; None when they are two words.
pub(super) fn word_likeness(a: &Word, b: &Word, alone: bool) -> Option<u32> {
    if a.text == b.text {
        return Some(SAME);
    }
    let shorter = a.text.len().min(b.text.len());
    // Numbers tell things apart, whatever they look like.
    if shorter < UMLAUT_CHARACTERS_MIN || a.has_digit || b.has_digit {
        return None;
    }
    if a.bare == b.bare {
        return Some(UMLAUT);
    }
    let plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    if shorter >= PLURAL_CHARACTERS_MIN && (plural(&a.bare, &b.bare) || plural(&b.bare, &a.bare)) {
        return Some(PLURAL);
    }
    if shorter >= SOUND_CHARACTERS_MIN && a.sound == b.sound {
        return Some(SOUND);
    }
    let left_out = || {
        let is_heard = a.sound.len().abs_diff(b.sound.len()) == 1
            && a.sound.len().min(b.sound.len()) >= SLIP_CHARACTERS_MIN
            && a.sound_letters.are_near(&b.sound_letters, 1);
        (is_heard && osa_distance(&a.sound, &b.sound) == 1).then_some(SOUND_SLIP)
    };
    slip(a, b, shorter, alone).or_else(left_out)
}

fn slip(a: &Word, b: &Word, shorter: usize, alone: bool) -> Option<u32> {
    if shorter < SLIP_CHARACTERS_MIN {
        return None;
    }
    let slips_max = if shorter < TWO_SLIPS_CHARACTERS_MIN { 1 } else { 2 };
    // Most words are further apart than that, which their lengths and letters show before anything is compared.
    if a.bare.len().abs_diff(b.bare.len()) > slips_max || !a.bare_letters.are_near(&b.bare_letters, slips_max)
    {
        return None;
    }

    let (a, b) = (a.bare.as_str(), b.bare.as_str());
    let replaced_min = if alone { REPLACED_ALONE_CHARACTERS_MIN } else { REPLACED_CHARACTERS_MIN };
    // The first letter is rarely mistaken; the last one is inflected: Wiśniewski and Wiśniewska.
    let same_start = a.bytes().next() == b.bytes().next();
    let same_end = a.bytes().last() == b.bytes().last();
    match osa_distance(a, b) {
        1 if a.len() != b.len() || is_swap(a, b) => (shorter >= SLIP_CHARACTERS_MIN).then_some(SLIP),
        1 => (shorter >= replaced_min && same_start && same_end).then_some(SLIP),
        2 => (shorter >= TWO_SLIPS_CHARACTERS_MIN && same_start).then_some(TWO_SLIPS),
        _ => None,
    }
}

/// Whether the words, one slip apart, have the same letters.
fn is_swap(a: &str, b: &str) -> bool {
    let letters = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    letters(a) == letters(b)
}

/// An umlaut has become one letter already where it was written as one; here it does where it was written as two.
pub(super) fn without_umlauts(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")
}

/// The word as it sounds in most languages of Europe: Telekom is Telecom, Moskowskij is Moskovskiy.
fn sound(word: &str) -> String {
    const SOUNDS: &[(&str, &str)] = &[
        ("tch", "ch"),
        ("sch", "sh"),
        ("ph", "f"),
        ("th", "t"),
        ("oh", "o"),
        ("ck", "k"),
        ("ch", "C"),
        ("c", "k"),
        ("C", "ch"),
        ("q", "k"),
        ("x", "ks"),
        ("tz", "z"),
        ("ts", "z"),
        ("z", "s"),
        ("w", "v"),
        ("y", "i"),
        ("j", "i"),
    ];
    let mut sound = word.to_owned();
    for (written, heard) in SOUNDS {
        sound = sound.replace(written, heard);
    }
    let mut letters: Vec<char> = sound.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Option<u32> {
        word_likeness(&Word::new(a.to_owned()), &Word::new(b.to_owned()), false)
    }

    #[test]
    fn slips_are_forgiven_and_other_words_are_not() {
        for (a, b) in
            [("muller", "mueller"), ("telekom", "telecom"), ("microsoft", "mircosoft"), ("ferrero", "ferero")]
        {
            assert!(likeness(a, b).is_some(), "{a} {b}");
        }
        for (a, b) in [
            ("sap", "sas"),
            ("mars", "marsh"),
            ("schulz", "scholz"),
            ("freiburg", "freiberg"),
            ("b2b", "b2c"),
        ] {
            assert_eq!(likeness(a, b), None, "{a} {b}");
        }
    }
}
