//! Which mailbox an address reaches, however it is spelled. Log-in and erasure compare addresses literally
//! ([`normalize_email`](crate::normalize_email)); whether a partner refers themselves is asked of mailboxes.
//!
//! Every rule of a provider is the one that it documents. Dots, hyphens and neighboring domains stay apart where a
//! provider does not say that they are one.

use icu_normalizer::ComposingNormalizerBorrowed;

/// What a provider ignores within the local part, and under which domains one mailbox is reached.
struct Provider {
    /// The first names the mailbox.
    domains: &'static [&'static str],
    /// Characters of the local part that tell no mailbox from another.
    ignored: &'static [char],
    /// Whether `tag@user.provider` reaches `user@provider`.
    by_subdomain: bool,
}

const PROVIDERS: &[Provider] = &[
    Provider { domains: &["gmail.com", "googlemail.com"], ignored: &['.'], by_subdomain: false },
    Provider {
        domains: &["proton.me", "protonmail.com", "protonmail.ch", "pm.me"],
        ignored: &['.', '-', '_'],
        by_subdomain: false,
    },
    Provider { domains: &["icloud.com", "me.com", "mac.com"], ignored: &[], by_subdomain: false },
    Provider {
        domains: &[
            "yandex.ru",
            "ya.ru",
            "yandex.by",
            "yandex.com",
            "yandex.kz",
            "yandex.ua",
            "yandex.com.tr",
            "yandex.fr",
            "narod.ru",
        ],
        // A dot is a hyphen there, and either can be written.
        ignored: &[],
        by_subdomain: false,
    },
    Provider { domains: &["fastmail.com"], ignored: &[], by_subdomain: true },
    Provider { domains: &["fastmail.fm"], ignored: &[], by_subdomain: true },
];

/// The provider where a dot and a hyphen of the local part are one character.
const DOTS_ARE_HYPHENS: &str = "yandex.ru";

/// What begins a tag (RFC 5233, the separator that every large provider uses).
const TAG: char = '+';

/// The mailbox that the address reaches, in one spelling: lower case, NFKC, without comments, quoting, display name and
/// tag, and as its provider tells mailboxes apart. None for what is no address.
pub fn mailbox(address: &str) -> Option<String> {
    let address = composed(&without_invisible(address));
    let address = without_comments(bare_address(&address));
    let (local, domain) = address.rsplit_once('@')?;
    let local = unquoted(local.trim()).to_lowercase();
    let domain = ascii_domain(domain.trim())?;
    if local.is_empty() || domain.is_empty() {
        return None;
    }

    let local = match local.split_once(TAG) {
        Some((user, _)) if !user.is_empty() => user.to_owned(),
        _ => local,
    };
    Some(as_provider_reads(&composed(&local), &domain))
}

fn as_provider_reads(local: &str, domain: &str) -> String {
    for provider in PROVIDERS {
        let first = provider.domains[0];
        if provider.domains.contains(&domain) {
            let kept: String = local.chars().filter(|c| !provider.ignored.contains(c)).collect();
            let local = if kept.is_empty() { local } else { &kept };
            if first == DOTS_ARE_HYPHENS {
                return format!("{}@{first}", local.replace('.', "-"));
            }
            return format!("{local}@{first}");
        }
        let user = domain.strip_suffix(first).and_then(|rest| rest.strip_suffix('.'));
        if let Some(user) = user.filter(|user| provider.by_subdomain && !user.contains('.')) {
            return format!("{user}@{first}");
        }
    }
    format!("{local}@{domain}")
}

/// One form for letters that look and mean the same: composed, full width as half width.
fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

/// Without characters that nobody sees.
fn without_invisible(text: &str) -> String {
    let invisible = |c: &char| {
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().filter(|c| !invisible(c)).collect()
}

/// The address itself of `Ann Berg <ann@example.com>` and `mailto:ann@example.com?subject=…`.
pub fn bare_address(text: &str) -> &str {
    let text = text.trim().trim_end_matches([';', ',']).trim_end();
    let text = match (text.rfind('<'), text.rfind('>')) {
        (Some(open), Some(close)) if open < close => text[open + 1..close].trim(),
        _ => text,
    };
    let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let text = scheme.map_or(text, |scheme| &text[scheme.len()..]);
    text.split_once('?').filter(|_| scheme.is_some()).map_or(text, |(address, _)| address)
}

/// Without comments in parentheses, which may be nested (RFC 5322, 3.2.2). Those within quotes are text.
fn without_comments(text: &str) -> String {
    let (mut kept, mut depth, mut quoted, mut escaped) = (String::new(), 0u32, false, false);
    for c in text.chars() {
        let literal = std::mem::replace(&mut escaped, false);
        match c {
            '\\' if !literal => escaped = true,
            '"' if !literal && depth == 0 => quoted = !quoted,
            '(' if !literal && !quoted => {
                depth += 1;
                continue;
            }
            ')' if !literal && !quoted && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            kept.push(c);
        }
    }
    kept
}

/// The text within quotes, each escaped character as itself (RFC 5322, 3.2.4). Parts may be quoted one by one.
fn unquoted(local: &str) -> String {
    let (mut text, mut escaped) = (String::new(), false);
    for c in local.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => {}
            c => {
                escaped = false;
                text.push(c);
            }
        }
    }
    text.trim().to_owned()
}

fn ascii_domain(domain: &str) -> Option<String> {
    let domain = domain.trim_end_matches('.');
    if domain.starts_with('[') {
        return Some(domain.to_lowercase());
    }
    idna::domain_to_ascii(domain).ok().filter(|domain| !domain.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row: two addresses, and whether one mailbox has both.
    const TABLE: &str = include_str!("../tests/mailboxes.md");

    #[test]
    fn the_table_of_mailboxes_holds() {
        let rows: Vec<Vec<&str>> = TABLE
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
            .collect();
        assert!(rows.len() >= 60, "{} pairs", rows.len());

        for row in rows {
            let read = |cell: &str| escapes(cell.trim_matches('`'));
            let (one, other) = (read(row[0]), read(row[1]));
            let same = mailbox(&one).is_some() && mailbox(&one) == mailbox(&other);
            assert_eq!(same, row[2] == "same", "{one} | {other}: {:?} {:?}", mailbox(&one), mailbox(&other));
        }
    }

    /// `\u{200b}` as the table writes what cannot be seen.
    fn escapes(text: &str) -> String {
        let mut parts = text.split("\\u{");
        let mut read = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (hex, rest) = part.split_once('}').expect("a closed escape");
            read.push(char::from_u32(u32::from_str_radix(hex, 16).expect("hex")).expect("a character"));
            read.push_str(rest);
        }
        read
    }

    #[test]
    fn what_is_no_address_reaches_no_mailbox() {
        for text in ["", "ann", "@example.com", "ann@", "ann@..", "(ann)@example.com", "\"\"@example.com"] {
            assert_eq!(mailbox(text), None, "{text}");
        }
    }
}
