//! Hosts and web addresses as people paste them: with scheme, port and path, in any letters, or without a scheme.

use std::borrow::Cow;
use url::{Host, Url};
use words::{Invalid, trim_blanks};

const HOST_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;

/// The host that a text names, in lower case and in punycode: `müller.example` of `https://Müller.example:8080/shop`.
/// A wildcard (`*.shop.example`) names the host that it stands before. None if the text names no host.
pub fn normalize_host(text: &str) -> Option<String> {
    let text = trim_blanks(text);
    let rest = text.split_once("//").filter(|(scheme, _)| scheme.is_empty() || scheme.ends_with(':'));
    let rest = rest.map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let authority = authority.strip_prefix("*.").unwrap_or(authority);
    let host = Host::parse(without_port(authority)?.trim_end_matches('.')).ok()?;
    match &host {
        Host::Domain(name) => is_name(name).then(|| name.clone()),
        Host::Ipv4(_) | Host::Ipv6(_) => Some(host.to_string()),
    }
}

/// The host that a field of the input names.
pub fn read_host(field: &'static str, text: &str) -> Result<String, Invalid> {
    let expected = || Invalid::new(field, format!("a host name like shop.example, not {text:?}"));
    normalize_host(text).ok_or_else(expected)
}

/// The hosts that a field of the input names, each once.
pub fn read_hosts(field: &'static str, texts: &[String]) -> Result<Vec<String>, Invalid> {
    let mut hosts = Vec::new();
    for text in texts {
        let host = read_host(field, text)?;
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Ok(hosts)
}

/// The web address that a text is, completed: an address without a scheme (`kaffee.example/menu`) is one of https, and of
/// http where it lies on the reader's own machine.
pub fn complete_url(text: &str) -> Cow<'_, str> {
    let text = trim_blanks(text);
    let authority = text.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let is_complete = authority.contains('@') || text[authority.len()..].starts_with("//");
    let Some(host) = without_port(authority).filter(|host| !host.is_empty() && !is_complete) else {
        return Cow::Borrowed(text);
    };
    let is_near = host.eq_ignore_ascii_case("localhost") || host.parse::<core::net::Ipv4Addr>().is_ok();
    let is_named = (host.contains('.') || is_near || host.starts_with('[')) && normalize_host(host).is_some();
    match (is_named, is_near || host.starts_with('[')) {
        (false, _) => Cow::Borrowed(text),
        (true, true) => Cow::Owned(format!("http://{text}")),
        (true, false) => Cow::Owned(format!("https://{text}")),
    }
}

/// Reads an http(s) address without user name or password, completed.
pub fn parse_http_url(field: &'static str, text: &str) -> Result<Url, Invalid> {
    let invalid =
        || Invalid::new(field, "a web address like https://shop.example/ of at most 2048 characters");
    let text = complete_url(text);
    if text.len() > crate::DESTINATION_CHARACTERS_MAX || text.chars().any(char::is_control) {
        return Err(invalid());
    }
    let url = Url::parse(&text).map_err(|_| invalid())?;
    let plain = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
    if !plain || !matches!(url.scheme(), "http" | "https") {
        return Err(invalid());
    }
    Ok(url)
}

/// The host of `host:port`; none where what follows the colon is no port.
fn without_port(authority: &str) -> Option<&str> {
    if authority.contains('@') {
        return None;
    }
    match authority.rsplit_once(':') {
        // The colons of an address like `[::1]`.
        Some((_, after)) if after.contains(']') => Some(authority),
        Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(host)
        }
        Some(_) => None,
        None => Some(authority),
    }
}

fn is_name(name: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    let label = |label: &str| (1..=LABEL_BYTES_MAX).contains(&label.len()) && label.bytes().all(letter);
    name.len() <= HOST_BYTES_MAX && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_found_in_what_people_paste() {
        for (written, host) in [
            ("shop.example", "shop.example"),
            ("Shop.Example", "shop.example"),
            ("  shop.example\u{200b}\n", "shop.example"),
            ("müller.example", "xn--mller-kva.example"),
            ("MU\u{308}LLER.example", "xn--mller-kva.example"),
            ("xn--mller-kva.example", "xn--mller-kva.example"),
            ("https://shop.example/path?x=1#y", "shop.example"),
            ("http://shop.example:8080", "shop.example"),
            ("//shop.example/", "shop.example"),
            ("shop.example/", "shop.example"),
            ("shop.example:8080", "shop.example"),
            ("shop.example.", "shop.example"),
            ("*.shop.example", "shop.example"),
            ("https://*.shop.example/*", "shop.example"),
            ("www.shop.example", "www.shop.example"),
            ("ｓｈｏｐ.example", "shop.example"),
            ("localhost", "localhost"),
            ("http://localhost:3000/", "localhost"),
            ("127.0.0.1:8787", "127.0.0.1"),
            ("[::1]:8787", "[::1]"),
        ] {
            assert_eq!(normalize_host(written).as_deref(), Some(host), "{written}");
        }
        for written in [
            "",
            " ",
            "shop example",
            "shop..example",
            "https://",
            "/path",
            "me@shop.example",
            "a,b",
            "*",
            "shop:x",
            "https:/shop.example",
        ] {
            assert_eq!(normalize_host(written), None, "{written}");
        }
    }

    #[test]
    fn an_address_without_a_scheme_is_completed() {
        for (written, complete) in [
            ("kaffee.example", "https://kaffee.example"),
            (" Kaffee.Example/menü?x=1 ", "https://Kaffee.Example/menü?x=1"),
            ("kaffee.example:8443/a", "https://kaffee.example:8443/a"),
            ("kaffee.example?to=https://x.example", "https://kaffee.example?to=https://x.example"),
            ("localhost:3000/a", "http://localhost:3000/a"),
            ("127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("https://kaffee.example/", "https://kaffee.example/"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("mailto:a@shop.example", "mailto:a@shop.example"),
            ("user@shop.example/", "user@shop.example/"),
            ("//shop.example/", "//shop.example/"),
            ("/pricing", "/pricing"),
            ("pricing", "pricing"),
            ("", ""),
        ] {
            assert_eq!(complete_url(written), complete, "{written}");
        }
    }
}
