//! The public suffix list: the names under which a domain can be registered, such as `com`, `co.uk` and `netlify.app`.

use std::{collections::HashMap, sync::LazyLock};

/// Who registers domains under a suffix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Registrar {
    Registry,
    /// A company gives names under a domain of its own to customers.
    Company,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Suffix<'a> {
    pub text: &'a str,
    /// None where no rule of the list matches: the last label then is the suffix.
    pub registrar: Option<Registrar>,
}

/// What the list says about one name.
#[derive(Clone, Copy, Default)]
struct Rule {
    /// `co.uk`: the name is a suffix.
    is_suffix: Option<Registrar>,
    /// `*.ck`: so is every name directly under it.
    children: Option<Registrar>,
    /// `!www.ck`: the name can be registered all the same.
    exception: Option<Registrar>,
}

/// The rules by name. `make oracles` refreshes the list.
static RULES: LazyLock<HashMap<&str, Rule>> = LazyLock::new(|| {
    let mut rules: HashMap<&str, Rule> = HashMap::new();
    let mut registrar = Registrar::Registry;
    for line in include_str!("public_suffixes.txt").lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            registrar = if line == "[companies]" { Registrar::Company } else { Registrar::Registry };
        } else if let Some(name) = line.strip_prefix('!') {
            rules.entry(name).or_default().exception = Some(registrar);
        } else if let Some(name) = line.strip_prefix("*.") {
            rules.entry(name).or_default().children = Some(registrar);
        } else {
            rules.entry(line).or_default().is_suffix = Some(registrar);
        }
    }
    rules
});

/// The suffix of a domain in lower case and in punycode, without a full stop at its end: that of the longest rule that
/// matches. None for an empty text.
pub(super) fn public_suffix(domain: &str) -> Option<Suffix<'_>> {
    let rule = |name: Option<&str>| name.and_then(|name| RULES.get(name)).copied().unwrap_or_default();
    let mut name = domain;
    loop {
        let parent = name.split_once('.').map(|(_, parent)| parent);
        let own = rule(Some(name));
        if let (Some(text), Some(_)) = (parent, own.exception) {
            return Some(Suffix { text, registrar: own.exception });
        }
        let registrar = own.is_suffix.or_else(|| rule(parent).children);
        match parent {
            _ if registrar.is_some() => return Some(Suffix { text: name, registrar }),
            Some(parent) => name = parent,
            None => return (!name.is_empty()).then_some(Suffix { text: name, registrar: None }),
        }
    }
}

/// The suffix with the label before it: what somebody registered. None if the domain is itself a suffix.
pub(super) fn registrable_domain(domain: &str) -> Option<&str> {
    let suffix = public_suffix(domain)?.text;
    let above = domain.strip_suffix(suffix)?.strip_suffix('.')?;
    let label = above.rsplit('.').next().filter(|label| !label.is_empty())?;
    Some(&domain[above.len() - label.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_tells_the_suffix() {
        for (domain, suffix, registrable) in [
            ("com", "com", None),
            ("example.com", "com", Some("example.com")),
            ("a.b.example.com", "com", Some("example.com")),
            ("www.contoso.co.uk", "co.uk", Some("contoso.co.uk")),
            ("co.uk", "co.uk", None),
            ("contoso.uk", "uk", Some("contoso.uk")),
            // Every name under `ck` is a suffix, but for one.
            ("shop.ck", "shop.ck", None),
            ("contoso.shop.ck", "shop.ck", Some("contoso.shop.ck")),
            ("www.ck", "ck", Some("www.ck")),
            ("www.www.ck", "ck", Some("www.ck")),
            ("city.kobe.jp", "kobe.jp", Some("city.kobe.jp")),
            ("a.b.c.kobe.jp", "c.kobe.jp", Some("b.c.kobe.jp")),
            ("kobe.jp", "jp", Some("kobe.jp")),
            ("shop.xn--55qx5d.cn", "xn--55qx5d.cn", Some("shop.xn--55qx5d.cn")),
        ] {
            let found = public_suffix(domain).expect(domain);
            assert_eq!((found.text, found.registrar), (suffix, Some(Registrar::Registry)), "{domain}");
            assert_eq!(registrable_domain(domain), registrable, "{domain}");
        }
    }

    #[test]
    fn suffixes_of_companies_are_told_from_those_of_registries() {
        let found = public_suffix("contoso.netlify.app").expect("a suffix");
        assert_eq!(found, Suffix { text: "netlify.app", registrar: Some(Registrar::Company) });
        assert_eq!(registrable_domain("netlify.app"), None);
    }

    #[test]
    fn the_last_label_is_the_suffix_where_the_list_knows_none() {
        let found = public_suffix("shop.contoso.unlisted").expect("a suffix");
        assert_eq!(found, Suffix { text: "unlisted", registrar: None });
        assert_eq!(registrable_domain("shop.contoso.unlisted"), Some("contoso.unlisted"));
        assert_eq!(public_suffix("unlisted"), Some(Suffix { text: "unlisted", registrar: None }));
        assert_eq!(public_suffix(""), None);
        assert_eq!(registrable_domain(".com"), None);
    }
}
