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

/// How alike two words of normalised names are, in millionths; None when they are two words.
pub(super) fn word_likeness(a: &str, b: &str, alone: bool) -> Option<u32> {
    if a == b {
        return Some(SAME);
    }
    let shorter = a.len().min(b.len());
    // Numbers tell things apart, whatever they look like.
    if shorter < UMLAUT_CHARACTERS_MIN || [a, b].iter().any(|word| word.bytes().any(|b| b.is_ascii_digit())) {
        return None;
    }
    let (a, b) = (without_umlauts(a), without_umlauts(b));
    if a == b {
        return Some(UMLAUT);
    }
    let plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    if shorter >= PLURAL_CHARACTERS_MIN && (plural(&a, &b) || plural(&b, &a)) {
        return Some(PLURAL);
    }
    let (sound_a, sound_b) = (sound(&a), sound(&b));
    if shorter >= SOUND_CHARACTERS_MIN && sound_a == sound_b {
        return Some(SOUND);
    }
    let left_out = || {
        let is_heard =
            sound_a.len() != sound_b.len() && sound_a.len().min(sound_b.len()) >= SLIP_CHARACTERS_MIN;
        (is_heard && osa_distance(&sound_a, &sound_b) == 1).then_some(SOUND_SLIP)
    };
    slip(&a, &b, shorter, alone).or_else(left_out)
}

fn slip(a: &str, b: &str, shorter: usize, alone: bool) -> Option<u32> {
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

    #[test]
    fn slips_are_forgiven_and_other_words_are_not() {
        for (a, b) in
            [("muller", "mueller"), ("telekom", "telecom"), ("microsoft", "mircosoft"), ("ferrero", "ferero")]
        {
            assert!(word_likeness(a, b, false).is_some(), "{a} {b}");
        }
        for (a, b) in [
            ("sap", "sas"),
            ("mars", "marsh"),
            ("schulz", "scholz"),
            ("freiburg", "freiberg"),
            ("b2b", "b2c"),
        ] {
            assert_eq!(word_likeness(a, b, false), None, "{a} {b}");
        }
    }
}
