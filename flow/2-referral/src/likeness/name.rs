//! The name of a company without what is only form: script, case, punctuation, "and", legal forms.

use deunicode::deunicode_with_tofu;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::legal::{LEGAL_FORMS, LEGAL_FORMS_IN_FRONT, LEGAL_FORMS_OF_THE_EAST, LEGAL_WORDS_MAX};
use super::suffix::public_suffix;
use super::vocabulary::CONJUNCTIONS;

/// `salesforce.com` is a name with a suffix from this length on; `S.A` and `Dr.Oe` are none.
const DOMAIN_LABEL_CHARACTERS_MIN: usize = 3;

/// The name in lower-case ASCII words with one blank between them, without legal forms, "the" and "and".
///
/// What is written in another script is transliterated, an `ü` becomes a `u`. A name that is nothing but a legal form
/// keeps its last word, so only a name without any letter or digit becomes empty. Normalizing twice changes nothing.
pub fn normalize_company(written: &str) -> String {
    words(written).join(" ")
}

/// The words of a normalized name.
pub(super) fn words(written: &str) -> Vec<String> {
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(written);
    let ascii = deunicode_with_tofu(&without_eastern_forms(&composed), " ").to_ascii_lowercase();
    let mut words: Vec<String> = ascii.split_whitespace().flat_map(split_word).collect();
    let last = words.len().saturating_sub(1);
    let mut at = 0;
    words.retain(|word| {
        let inside = at > 0 && at < last;
        at += 1;
        !(inside && CONJUNCTIONS.contains(&word.as_str()))
    });
    without_legal_forms(&words).to_vec()
}

/// What is written, in one ASCII word: a mark as it stands in a domain.
pub(super) fn in_one_word(written: &str) -> String {
    deunicode_with_tofu(written, "")
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// They are written without a blank before or after the name, so they go before anything is transliterated.
fn without_eastern_forms(composed: &str) -> String {
    let mut rest = composed.to_owned();
    if composed.is_ascii() {
        return rest;
    }
    for form in LEGAL_FORMS_OF_THE_EAST {
        let without = rest.replace(form, " ");
        if !without.trim().is_empty() {
            rest = without;
        }
    }
    rest
}

/// The words within what stands between two blanks: `S.p.A.` is one, `Coca-Cola` two, `L'Oréal` one.
fn split_word(written: &str) -> Vec<String> {
    if let Some(label) = domain_label(written) {
        return split_word(label);
    }
    let mut words: Vec<String> = Vec::new();
    let mut joins = false;
    for part in written.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'' && c != '`') {
        let part: String = part.chars().filter(char::is_ascii_alphanumeric).collect();
        let single = part.len() == 1;
        match words.last_mut() {
            // Initials belong together: A/S, a.s., S.p.A.
            Some(last) if single && joins && !written.contains(['&', '+', '-']) => last.push_str(&part),
            _ if part.is_empty() => {}
            _ => words.push(part),
        }
        joins = single;
    }
    words
}

/// The name within a name that is written as a domain: `salesforce` of `salesforce.com`.
fn domain_label(written: &str) -> Option<&str> {
    let written = written.trim_end_matches(['.', ',']);
    let (label, suffix) = written.split_once('.')?;
    let is_suffix = public_suffix(written)?.text == suffix
        && (suffix.len() == 2 || matches!(suffix, "com" | "net" | "org" | "co.uk" | "com.au" | "co.jp"));
    (is_suffix && label.len() >= DOMAIN_LABEL_CHARACTERS_MIN).then_some(label)
}

/// Legal forms go from both ends for as long as something else remains.
fn without_legal_forms(words: &[String]) -> &[String] {
    let mut words = words;
    loop {
        let longest = LEGAL_WORDS_MAX.min(words.len().saturating_sub(1));
        let lengths = || (1..=longest).rev();
        let matches = |forms: &[&str], words: &[String]| forms.contains(&words.join(" ").as_str());
        if let Some(length) = lengths().find(|length| matches(LEGAL_FORMS, &words[words.len() - length..])) {
            words = &words[..words.len() - length];
        } else if let Some(length) = lengths().find(|length| matches(LEGAL_FORMS_IN_FRONT, &words[..*length]))
        {
            words = &words[length..];
        } else {
            return words;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_goes_and_the_name_stays() {
        for (written, normal) in [
            ("Siemens AG", "siemens"),
            ("Miele & Cie. KG", "miele"),
            ("Müller Maschinenbau GmbH & Co. KG", "muller maschinenbau"),
            ("Peek und Cloppenburg", "peek cloppenburg"),
            ("ENI S.p.A.", "eni"),
            ("Ørsted A/S", "orsted"),
            ("Grupo Bimbo S.A.B. de C.V.", "grupo bimbo"),
            ("Zakłady Metalowe Sp. z o.o.", "zaklady metalowe"),
            ("Oy Karl Fazer Ab", "karl fazer"),
            ("The Coca-Cola Company", "coca cola"),
            ("L'Oréal", "loreal"),
            ("salesforce.com, Inc.", "salesforce"),
            ("㈱クボタ", "kubota"),
            ("ＡＣＭＥ　Ｔｏｏｌｓ", "acme tools"),
            ("Cafe\u{301} U\u{308}ber", "cafe uber"),
            ("AG", "ag"),
            ("The The", "the"),
            ("Inc Magazine", "inc magazine"),
            ("Limited Brands", "limited brands"),
            ("", ""),
            ("…", ""),
        ] {
            assert_eq!(normalize_company(written), normal, "{written}");
        }
    }
}
