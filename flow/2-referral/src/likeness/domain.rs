//! Domains: from what a person writes (an address of a page, of a mailbox, a bare name) to the domain that somebody
//! registered, and whether that domain says anything about a company.

use super::{
    hosts::{MAIL_PROVIDERS, MAIL_PROVIDERS_EVERYWHERE, RELAYS, RESERVED, SHARED_SITES},
    suffix::{Registrar, public_suffix, registrable_domain},
};
use std::{collections::HashSet, sync::LazyLock};

/// A domain has at most 253 bytes; the rest is for the user, the path and the query around it.
const WRITTEN_BYTES_MAX: usize = 2_048;

/// Suffixes that name no trade. Any other suffix of three letters or more (`.systems`, `.bank`) is part of the name.
const PLAIN_SUFFIXES: &[&str] =
    &["com", "net", "org", "info", "biz", "edu", "gov", "eu", "asia", "app", "dev"];

/// The registrable domain, in lower case and in punycode, of a domain, a web address or an e-mail address.
///
/// `https://shop.Contoso.co.uk:8080/de` and `anna@mail.contoso.co.uk` are both `contoso.co.uk`. None for what is no
/// domain, stands alone (`localhost`) or is itself a public suffix that nobody can register (`co.uk`).
pub fn normalize_domain(written: &str) -> Option<String> {
    let host = host(written)?;
    let ascii = idna::domain_to_ascii(host).ok()?;
    let ascii = ascii.trim_end_matches('.');
    if !ascii.split('.').all(is_label) {
        return None;
    }
    // A suffix that the list does not know is one all the same, by the list's own last rule, if it is a word.
    let last = ascii.rsplit('.').next().unwrap_or_default();
    let is_word = last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    let suffix = public_suffix(ascii).filter(|suffix| suffix.registrar.is_some() || is_word)?;
    match registrable_domain(ascii) {
        Some(domain) => Some(domain.to_owned()),
        // The owner of a private suffix (`netlify.app`) is a company as well.
        None if suffix.registrar == Some(Registrar::Company) => Some(ascii.to_owned()),
        None => None,
    }
}

/// Whether a domain belongs to a provider of mailboxes, so that it says nothing about the company that writes from it.
pub fn is_mail_provider(written: &str) -> bool {
    normalize_domain(written).is_some_and(|domain| is_listed_mail_provider(&domain))
}

/// The domain if it tells one company from another: of no mail provider and of no site that gives pages to everybody.
pub fn telling_domain(written: &str) -> Option<String> {
    let domain = normalize_domain(written)?;
    let name = domain.as_str();
    let tells = !is_listed_mail_provider(name) && !SHARED_SITES.contains(&name) && !RESERVED.contains(&name);
    tells.then_some(domain)
}

/// Mailbox providers and disposable mailboxes of all countries; `make oracles` refreshes the list. It is too generous to
/// tell companies from each other by, and right for saying that two strangers need not be colleagues.
static SHARED_MAIL: LazyLock<HashSet<&str>> = LazyLock::new(|| listed(include_str!("mail_providers.txt")));
/// Schools and universities, whose students are not colleagues either.
static UNIVERSITIES: LazyLock<HashSet<&str>> = LazyLock::new(|| listed(include_str!("universities.txt")));

/// Labels under which registries admit schools and universities only: ucla.edu, ox.ac.uk, tsinghua.edu.cn.
const ACADEMIC_LABELS: &[&str] = &["edu", "ac"];

fn listed(text: &'static str) -> HashSet<&'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The domain if those who have addresses at it are of one company: a [`telling_domain`] of no provider, relay or
/// university in any of the kept lists.
pub fn company_domain(written: &str) -> Option<String> {
    let domain = telling_domain(written)?;
    let host = idna::domain_to_ascii(host(written)?).ok()?;
    let host = host.trim_end_matches('.');
    let mut above = host.match_indices('.').map(|(dot, _)| &host[dot + 1..]);
    let is_listed =
        |name: &str| SHARED_MAIL.contains(name) || UNIVERSITIES.contains(name) || RELAYS.contains(&name);
    let is_shared = is_listed(host) || above.any(is_listed) || is_academic(&domain);
    (!is_shared).then_some(domain)
}

/// Whether the registry of its suffix admits schools and universities only.
fn is_academic(domain: &str) -> bool {
    let mut labels = domain.rsplit('.');
    let (last, second) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    last == "edu" || last.len() == 2 && ACADEMIC_LABELS.contains(&second) && labels.next().is_some()
}

/// What stands before the public suffix of a registrable domain, in Unicode: `acme` of `acme.co.uk`. None when the
/// suffix names a trade, because `ajax.systems` is then not the same mark as `ajax.nl`.
pub(super) fn brand(domain: &str) -> Option<String> {
    let suffix = public_suffix(domain)?.text;
    let last = suffix.rsplit('.').next()?;
    if last.len() > 2 && !last.starts_with("xn--") && !PLAIN_SUFFIXES.contains(&last) {
        return None;
    }
    let label = domain.strip_suffix(suffix)?.strip_suffix('.')?;
    Some(idna::domain_to_unicode(label).0)
}

fn is_listed_mail_provider(domain: &str) -> bool {
    let label = domain.split('.').next().unwrap_or(domain);
    MAIL_PROVIDERS.contains(&domain) || RELAYS.contains(&domain) || MAIL_PROVIDERS_EVERYWHERE.contains(&label)
}

/// What is looked up leniently may still be a sentence.
fn is_label(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The host within what was written: without scheme, user, port, path and blanks.
fn host(written: &str) -> Option<&str> {
    let written = written.trim().trim_start_matches('<').trim_end_matches('>');
    if written.len() > WRITTEN_BYTES_MAX {
        return None;
    }
    let rest = written.split_once("://").map_or(written, |(_, rest)| rest).trim_start_matches('/');
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.trim().trim_end_matches('.');
    let is_host = host.contains('.') || !host.is_ascii();
    is_host.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_leads_to_the_registrable_domain() {
        for (written, domain) in [
            ("contoso.com", "contoso.com"),
            ("  WWW.Contoso.COM. ", "contoso.com"),
            ("https://user:secret@shop.contoso.co.uk:8080/de?x=a@b.de#top", "contoso.co.uk"),
            ("Anna.Berg@mail.contoso.com.au", "contoso.com.au"),
            ("mailto:anna@contoso.co.jp", "contoso.co.jp"),
            ("<anna@contoso.de>", "contoso.de"),
            ("//contoso.de/", "contoso.de"),
            ("bäckerei-müller.de", "xn--bckerei-mller-bfb28a.de"),
            ("XN--BCKEREI-MLLER-BFB28A.de", "xn--bckerei-mller-bfb28a.de"),
            ("www.食狮.中国", "xn--85x722f.xn--fiqs8s"),
            ("acme.myshopify.com", "acme.myshopify.com"),
            ("netlify.app", "netlify.app"),
        ] {
            assert_eq!(normalize_domain(written).as_deref(), Some(domain), "{written}");
        }
    }

    #[test]
    fn what_is_no_domain_leads_nowhere() {
        for written in [
            "",
            " ",
            "acme",
            "co.uk",
            "com",
            "localhost",
            "192.168.0.1",
            "[::1]:80",
            "a b.com",
            "a..com",
            "Acme Inc.",
            "@",
        ] {
            assert_eq!(normalize_domain(written), None, "{written}");
        }
    }

    #[test]
    fn mail_providers_are_known_under_every_suffix() {
        for written in
            ["gmail.com", "outlook.com", "gmx.de", "qq.com", "anna@yahoo.co.jp", "hotmail.it", "T-Online.de"]
        {
            assert!(is_mail_provider(written), "{written}");
        }
        for written in ["contoso.com", "gmail.contoso.com", "", "webde.de"] {
            assert!(!is_mail_provider(written), "{written}");
        }
    }

    #[test]
    fn who_shares_a_domain_of_strangers_is_of_no_company() {
        for written in [
            "x1@privaterelay.appleid.com",
            "x@mozmail.com",
            "x@relay.firefox.com",
            "x@simplelogin.co",
            "x@passmail.net",
            "x@ann.anonaddy.com",
            "x@zoznam.sk",
            "x@vodafone.de",
            "x@tutamail.com",
            "x@mailinator.com",
            "x@ucla.edu",
            "x@cs.ucla.edu",
            "x@student.ethz.ch",
            "x@stud.uni-heidelberg.de",
            "x@new.ox.ac.uk",
            "x@mails.tsinghua.edu.cn",
            "x@gmail.com",
            "x@youtube.com",
        ] {
            assert_eq!(company_domain(written), None, "{written}");
        }
        for (written, domain) in [
            ("x@flip-works.com", "flip-works.com"),
            ("x@mail.contoso.co.uk", "contoso.co.uk"),
            ("contoso.de", "contoso.de"),
            ("x@apple.com", "apple.com"),
            ("x@ac.example", "ac.example"),
            ("x@edu-works.com", "edu-works.com"),
        ] {
            assert_eq!(company_domain(written).as_deref(), Some(domain), "{written}");
        }
    }

    #[test]
    fn a_suffix_that_names_a_trade_hides_the_brand() {
        assert_eq!(brand("acme.co.uk").as_deref(), Some("acme"));
        assert_eq!(brand("xn--bckerei-mller-bfb28a.de").as_deref(), Some("bäckerei-müller"));
        assert_eq!(brand("ajax.systems"), None);
    }
}
