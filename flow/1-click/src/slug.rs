//! Slugs as they arrive: with the full stop of the sentence, a blank, parameters without their question mark, or the
//! next line of the mail behind them; and paths behind a slug.
//!
//! A slug consists of ASCII letters, digits, `-`, `_` and `.`. It ends before the first other character, unless that is
//! a letter of another script. So `ann)`, `ann%E2%80%8B` and `ann&utm_source=x` are `ann`, but `müller` is not `m`.

use percent_encoding::percent_decode;
use program::SLUG_CHARACTERS_MAX;
use std::borrow::Cow;
use url::form_urlencoded;

/// A longer path is looked up as it is and not read otherwise.
const PATH_BYTES_MAX: usize = 2_048;
/// Of an entity, `&` and `;` not counted: `CounterClockwiseContourIntegral` is the longest.
const ENTITY_CHARACTERS_MAX: usize = 31;
/// Opening quotes and brackets, and what marks code or emphasis.
const OPENING: [char; 14] = ['"', '\'', '`', '(', '[', '{', '<', '*', '“', '‘', '„', '‚', '«', '‹'];

/// One way to read a path whose slug no link has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading<'a> {
    /// In lower case.
    pub slug: String,
    /// What stands behind the slug, as it was written, from its slash on.
    pub path: Option<&'a str>,
    /// Parameters that stood behind the slug without a question mark, encoded anew; often empty.
    pub query: String,
}

/// The ways to read a path without its first slash, the longest slug first.
pub fn readings(path: &str) -> Vec<Reading<'_>> {
    let path = path.trim_start_matches('/');
    if path.len() > PATH_BYTES_MAX {
        return Vec::new();
    }
    let text = cleaned(&decoded(path));
    let text =
        text.trim_start_matches(|letter| is_blank(letter) || letter == '/' || OPENING.contains(&letter));
    let (slug, tail) = text.split_at(text.find(|letter| !is_of_slug(letter)).unwrap_or(text.len()));
    if tail.starts_with(is_letter) {
        return Vec::new();
    }

    let (behind, query) = match glued_query(tail) {
        Some(query) => (None, query),
        None if leads_on(tail) => {
            // A slash that was encoded is none: what it parts nobody wrote as a path.
            let is_first = |slash: &usize| !decoded(&path[..*slash]).contains('/');
            let Some(slash) = path.find('/').filter(is_first) else { return Vec::new() };
            (Some(&path[slash..]), String::new())
        }
        None => (None, String::new()),
    };

    let slug = slug.to_ascii_lowercase();
    let shortest = slug.trim_end_matches(['.', '-', '_']).len().max(1);
    let ends = (shortest..=slug.len()).rev().filter(|end| *end <= SLUG_CHARACTERS_MAX);
    ends.map(|end| Reading { slug: slug[..end].to_owned(), path: behind, query: query.clone() }).collect()
}

/// Whether the tail is a path and not only marks: a slash with letters behind it, and none before.
fn leads_on(tail: &str) -> bool {
    let (before, behind) = tail.split_once('/').unwrap_or((tail, ""));
    !before.contains(char::is_alphanumeric) && behind.contains(char::is_alphanumeric)
}

/// The parameters of a tail like `&utm_source=x`, `?a=b` or `)&amp;a=b&c=d`; none when it is something else.
fn glued_query(tail: &str) -> Option<String> {
    let (before, query) = tail.split_once(['&', '?'])?;
    let named = |pair: &str| {
        let name = pair.split_once('=').map(|(name, _)| name).unwrap_or_default();
        name.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]".contains(&byte))
    };
    let query = query.split('#').next().unwrap_or_default().trim_end_matches(is_blank);
    let first = query.split('&').find(|pair| !pair.is_empty())?;
    if before.contains(char::is_alphanumeric) || !named(first) {
        return None;
    }
    let pairs = query.split('&').filter(|pair| named(pair)).filter_map(|pair| pair.split_once('='));
    Some(form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// Decoded once. What is no UTF-8 is read as Latin-1, whose letters are letters and whose marks are marks.
fn decoded(path: &str) -> Cow<'_, str> {
    match percent_decode(path.as_bytes()).decode_utf8() {
        Ok(text) => text,
        Err(_) => Cow::Owned(percent_decode(path.as_bytes()).map(char::from).collect()),
    }
}

/// Without invisible characters, and with HTML entities resolved: `&amp;` is `&`, any other becomes a blank.
fn cleaned(text: &str) -> String {
    let visible: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    let mut out = String::with_capacity(visible.len());
    let mut rest = visible.as_str();
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.split_once(';').map(|(name, _)| name).filter(|name| is_entity(name));
        match name {
            Some(name) => {
                rest = &rest[name.len() + 1..];
                let is_ampersand =
                    ["amp", "#38", "#038", "#x26"].iter().any(|it| name.eq_ignore_ascii_case(it));
                out.push(if is_ampersand { '&' } else { ' ' });
            }
            None => out.push('&'),
        }
        // `&amp;amp;` was encoded twice.
        while out.ends_with('&') && rest.starts_with("amp;") {
            rest = &rest["amp;".len()..];
        }
    }
    out.push_str(rest);
    out
}

fn is_entity(name: &str) -> bool {
    let letters = name.strip_prefix('#').unwrap_or(name);
    (1..=ENTITY_CHARACTERS_MAX).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_of_slug(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.')
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// A letter or digit of any script, or a mark that is put on one.
fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}')
}

/// Characters without width, which stand within copied texts: joiners, soft hyphens, marks of direction, variants.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}
