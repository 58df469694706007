//! Where a link's visitor is sent: the destination from the book, merged with the visitor's own
//! query and the UTM template. There is no way to name another site from outside.

use percent_encoding::percent_decode;
use program::{Link, Program, QueryPrecedence};
use std::{borrow::Cow, collections::HashSet, sync::Arc};
use url::{Url, form_urlencoded};

/// Carries the click's id (or, without consent, the link's) to the destination.
pub const HG_PARAMETER: &str = "hg";
/// Names a page within the allowed domains instead of the link's own destination.
pub const DEEP_LINK_PARAMETER: &str = "hg_to";
/// `granted` or `denied`, from the page that holds the link.
pub const CONSENT_PARAMETER: &str = "hg_consent";
/// Only so many parameters of the visitor's query, and of a page that it names, are passed on.
pub const PARAMETERS_MAX: usize = 64;
/// Only so much of a visitor's query is read, so that nobody makes following a link expensive.
pub const QUERY_BYTES_MAX: usize = 8 * 1_024;
/// A longer path behind a slug is left out.
const PATH_BYTES_MAX: usize = 2_048;
/// How often a part of a path may have been encoded before a server reads it.
const ENCODINGS_MAX: usize = 3;

/// A link's destination, taken apart once so that following it is only putting together.
#[derive(Clone, Debug)]
pub struct Target {
    url: Url,
    base: String,
    /// Name (decoded) and the pair as it is written.
    pairs: Vec<(String, String)>,
    utm: Vec<(String, String)>,
    fragment: String,
    precedence: QueryPrecedence,
    program: Arc<Program>,
}

impl Target {
    /// None when the destination is no address within the program's allowed domains any more.
    pub fn new(link: &Link, program: &Arc<Program>) -> Option<Target> {
        let url = program.check_destination("destination", &link.destination).ok()?;
        let template = link.utm.or(&program.utm);
        let utm = template.parameters().into_iter().filter_map(|(name, value)| {
            let written = form_urlencoded::Serializer::new(String::new()).append_pair(name, value?).finish();
            Some((name.to_owned(), written))
        });
        let precedence = link.options.query_precedence;
        // The book bounds what a merchant writes as a destination.
        let own = Self::of_url(url, program.clone(), usize::MAX);
        Some(Target { utm: utm.collect(), precedence, ..own })
    }

    fn of_url(mut url: Url, program: Arc<Program>, parameters_max: usize) -> Target {
        let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        url.set_fragment(None);
        let pairs = raw_pairs(url.query().unwrap_or_default())
            .take(parameters_max)
            .map(|(name, pair)| (name.into_owned(), pair.to_owned()))
            .collect();
        let mut bare = url.clone();
        bare.set_query(None);
        let precedence = QueryPrecedence::default();
        Target { url, base: bare.into(), pairs, utm: Vec::new(), fragment, precedence, program }
    }

    /// The address for one visitor, who may have written a `path` behind the slug. Of parameters with the same name one
    /// wins: the visitor's own or the link's, as the link says; the destination's comes before the template's, and `hg`
    /// is ours alone. The second value says whether the visitor named a page that we refuse to lead to.
    pub fn for_visitor(&self, query: &str, path: Option<&str>, hg: Option<&str>) -> (String, bool) {
        let query = readable_query(query);
        let page = match (query_value(query, DEEP_LINK_PARAMETER), path) {
            (Some(wanted), _) => self.page(&wanted),
            (None, Some(path)) => self.below(path),
            (None, None) => return (self.merged(query, hg), false),
        };
        match page {
            Some(page) => (page.merged(query, hg), false),
            None => (self.merged(query, hg), true),
        }
    }

    /// A page within the allowed domains.
    fn page(&self, wanted: &str) -> Option<Target> {
        let url = self.url.join(wanted).ok()?;
        let stays = self.program.allows(&url) && is_plain(&url) && self.is_as_safe(&url);
        let url = stays.then_some(url)?;
        let (utm, precedence) = (self.utm.clone(), self.precedence);
        Some(Target { utm, precedence, ..Self::of_url(url, self.program.clone(), PARAMETERS_MAX) })
    }

    /// Whether a page stays on https and on the port of the destination, or goes to the standard one.
    fn is_as_safe(&self, url: &Url) -> bool {
        let is_secure = self.url.scheme() != "https" || url.scheme() == "https";
        is_secure && url.port().is_none_or(|port| self.url.port() == Some(port))
    }

    /// The page at a path below the destination, with the destination's own parameters.
    fn below(&self, path: &str) -> Option<Target> {
        let parts = path.strip_prefix('/')?.strip_suffix('/').unwrap_or(&path[1..]);
        if path.len() > PATH_BYTES_MAX || !parts.split('/').all(stays_below) {
            return None;
        }

        let base = self.base.trim_end_matches('/');
        let url = Url::parse(&format!("{base}{path}")).ok()?;
        let is_below = url.as_str().strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
        let is_same = url.origin() == self.url.origin() && is_plain(&url) && self.program.allows(&url);
        let is_bare = url.query().is_none() && url.fragment().is_none();
        (is_below && is_same && is_bare).then(|| Target { base: url.clone().into(), url, ..self.clone() })
    }

    fn merged(&self, query: &str, hg: Option<&str>) -> String {
        let ours = |name: &str| [HG_PARAMETER, DEEP_LINK_PARAMETER, CONSENT_PARAMETER].contains(&name);
        let visitor: Vec<_> = raw_pairs(query).take(PARAMETERS_MAX).filter(|(name, _)| !ours(name)).collect();
        let named: HashSet<&str> = visitor.iter().map(|(name, _)| &**name).collect();
        let from_template = |name: &str| self.utm.iter().any(|(other, _)| other == name);
        // Each list is walked once: both may come from the visitor, who could make them long.
        let own: HashSet<&str> = self.pairs.iter().map(|(name, _)| name.as_str()).collect();
        let yields = |name: &str| {
            self.precedence == QueryPrecedence::Link && (own.contains(name) || from_template(name))
        };
        let sent = |name: &str| named.contains(name) && !yields(name);
        let mut out = String::with_capacity(self.base.len() + query.len() + 64);
        out.push_str(&self.base);
        let mut separator = '?';
        let mut push = |pair: &str| {
            out.push(separator);
            out.push_str(pair);
            separator = '&';
        };
        let kept = self.pairs.iter().filter(|(name, _)| !sent(name) && name != HG_PARAMETER);
        kept.for_each(|(_, pair)| push(pair));
        self.utm
            .iter()
            .filter(|(name, _)| !sent(name) && !own.contains(name.as_str()))
            .for_each(|(_, pair)| push(pair));
        visitor.iter().filter(|(name, _)| !yields(name)).for_each(|(_, pair)| push(pair));
        if let Some(hg) = hg {
            push(&format!("{HG_PARAMETER}={hg}"));
        }
        out.push_str(&self.fragment);
        out
    }
}

/// Whether a part of a path names something below and is no way up or out, however often it was encoded.
fn stays_below(part: &str) -> bool {
    let mut text = Cow::Borrowed(part);
    for _ in 0..=ENCODINGS_MAX {
        let leaves = text.contains(['/', '\\', '?', '#']) || text.contains(char::is_control);
        if text.is_empty() || text == "." || text == ".." || leaves {
            return false;
        }
        text = Cow::Owned(percent_decode(text.as_bytes()).decode_utf8_lossy().into_owned());
    }
    true
}

fn is_plain(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

/// The part of a raw query that is read: whole parameters of the first [`QUERY_BYTES_MAX`] bytes.
pub fn readable_query(query: &str) -> &str {
    if query.len() <= QUERY_BYTES_MAX {
        return query;
    }
    // `&` is one byte, so the cut lies between two characters.
    let end = query.as_bytes()[..=QUERY_BYTES_MAX].iter().rposition(|&byte| byte == b'&');
    &query[..end.unwrap_or(0)]
}

/// The value of a parameter in a raw query, decoded; the first one counts.
pub fn query_value<'a>(query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    form_urlencoded::parse(query.as_bytes()).find(|(other, _)| other == name).map(|(_, value)| value)
}

/// The pairs of a raw query as written, each with its decoded name.
fn raw_pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let plain = !name.contains(['%', '+']);
        let decoded = if plain {
            Cow::Borrowed(name)
        } else {
            form_urlencoded::parse(name.as_bytes()).next().map_or(Cow::Borrowed(name), |(name, _)| name)
        };
        (decoded, pair)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use program::Utm;
    use words::*;

    fn target(destination: &str) -> Target {
        target_with(destination, program::LinkOptions::default())
    }

    #[test]
    fn a_page_stays_on_https_and_the_port_where_the_destination_does() {
        let leads = |destination: &str, wanted: &str| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("hg_to", wanted).finish();
            let (to, refused) = target(destination).for_visitor(&query, None, None);
            (!refused).then(|| to.split('?').next().unwrap_or_default().to_owned())
        };
        let secure = "https://shop.example/";
        assert_eq!(leads(secure, "/sale").as_deref(), Some("https://shop.example/sale"));
        assert_eq!(leads(secure, "https://eu.shop.example/").as_deref(), Some("https://eu.shop.example/"));
        assert_eq!(leads(secure, "https://shop.example:443/a").as_deref(), Some("https://shop.example/a"));
        for refused in [
            "http://shop.example/",
            "https://shop.example:8443/",
            "http://shop.example:443/",
            "//shop.example:22/",
        ] {
            assert_eq!(leads(secure, refused), None, "{refused}");
        }
        let own_port = "https://shop.example:8443/";
        assert_eq!(leads(own_port, "/sale").as_deref(), Some("https://shop.example:8443/sale"));
        assert_eq!(leads(own_port, "https://shop.example/").as_deref(), Some("https://shop.example/"));
        assert_eq!(leads(own_port, "https://shop.example:9000/"), None);
        let plain = "http://shop.example/";
        assert_eq!(leads(plain, "https://shop.example/").as_deref(), Some("https://shop.example/"));
        assert_eq!(leads(plain, "http://shop.example/a").as_deref(), Some("http://shop.example/a"));
    }

    fn target_with(destination: &str, options: program::LinkOptions) -> Target {
        let (at, chance) = (Instant::from_micros(0), 0);
        let scope = Scope { workspace: WorkspaceId::draw(at, chance), mode: Mode::Live };
        let utm = Utm { source: Some("honey guide".to_owned()), ..Utm::default() };
        let program = Arc::new(Program {
            id: ProgramId::draw(at, chance),
            scope,
            name: "Acme".to_owned(),
            currency: "EUR".parse().unwrap(),
            allowed_domains: vec!["shop.example".to_owned()],
            fallback_url: None,
            link_host: None,
            utm,
            applications: program::Applications::default(),
            description: None,
            color: None,
            logo: None,
            names_partners: false,
            joins_customers: false,
            is_default: false,
            lead_forms: program::LeadForms::default(),
            disputes: program::DisputeRules::default(),
            budget: None,
            statement_schedule: program::StatementSchedule::default(),
            clawback: program::Clawback::default(),
            payouts: program::PayoutRules::default(),
            created_at: at,
        });
        let link = Link {
            id: LinkId::draw(at, chance),
            scope,
            program: program.id,
            enrollment: EnrollmentId::draw(at, chance),
            partner: PartnerId::draw(at, chance),
            domain: String::new(),
            slug: "ada".to_owned(),
            destination: destination.to_owned(),
            utm: Utm::default(),
            options,
            aliases: Vec::new(),
            archived_at: None,
            created_at: at,
        };
        Target::new(&link, &program).unwrap()
    }

    #[test]
    fn the_visitors_own_query_wins_then_the_destinations_then_the_template() {
        let target = target("https://shop.example/buy?plan=pro&utm_source=book#top");
        let (address, refused) = target.for_visitor("plan=free&x=%20&hg=clk_forged", None, Some("clk_1"));
        assert_eq!(address, "https://shop.example/buy?utm_source=book&plan=free&x=%20&hg=clk_1#top");
        assert!(!refused);
        let (address, _) = self::target("https://shop.example/").for_visitor("", None, Some("clk_1"));
        assert_eq!(address, "https://shop.example/?utm_source=honey+guide&hg=clk_1");
        let (address, _) = self::target("https://shop.example/").for_visitor("%75tm_source=me", None, None);
        assert_eq!(address, "https://shop.example/?%75tm_source=me");
    }

    #[test]
    fn a_deep_link_stays_within_the_allowed_domains() {
        let target = target("https://shop.example/a/b");
        let follow = |wanted: &str| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("hg_to", wanted).finish();
            target.for_visitor(&query, None, None)
        };
        let (address, refused) = follow("/pricing?tier=2");
        assert_eq!(address, "https://shop.example/pricing?tier=2&utm_source=honey+guide");
        assert!(!refused);
        assert!(!follow("https://www.shop.example/x").1);
        for wanted in [
            "https://evil.test/",
            "//evil.test/",
            "/\\evil.test/",
            "https:evil.test",
            "javascript:alert(1)",
            "https://me@shop.example/",
            "https://shop.example.evil.test",
            "http://[::1",
        ] {
            let (address, refused) = follow(wanted);
            assert!(address.starts_with("https://shop.example/"), "{wanted} led to {address}");
            assert!(refused || wanted == "https:evil.test", "{wanted}");
        }
    }

    #[test]
    fn the_links_own_parameters_win_where_it_says_so() {
        let options = program::LinkOptions { query_precedence: QueryPrecedence::Link, ..Default::default() };
        let target = target_with("https://shop.example/buy?ref=ada&size=m", options);
        let follow = |query: &str| target.for_visitor(query, None, Some("clk_1")).0;
        assert_eq!(
            follow("ref=ghost.org&r%65f=again&utm_source=substack&size=l&color=red"),
            "https://shop.example/buy?ref=ada&size=m&utm_source=honey+guide&color=red&hg=clk_1"
        );
        assert_eq!(
            follow("hg_to=%2Fsale%3Fref%3Dbob&ref=ghost.org&utm_medium=email"),
            "https://shop.example/sale?ref=bob&utm_source=honey+guide&utm_medium=email&hg=clk_1"
        );
    }

    #[test]
    fn of_a_long_query_and_of_a_long_page_only_the_beginning_is_passed_on() {
        let options = program::LinkOptions { query_precedence: QueryPrecedence::Link, ..Default::default() };
        let target = target_with("https://shop.example/buy?ref=ada", options);
        let parameters =
            |address: &str| address.split_once('?').map_or(0, |(_, query)| query.split('&').count());

        let page = format!("hg_to=%2Fsale%3F{}c&{}", "b%26".repeat(1_900), "c&".repeat(16_000));
        let (address, refused) = target.for_visitor(&page, None, Some("clk_1"));
        assert!(!refused && address.starts_with("https://shop.example/sale?"), "{address}");
        assert!(parameters(&address) <= 2 * PARAMETERS_MAX + 2, "{}", parameters(&address));

        let beyond = format!("{}&ref=bob&late=1", "c&".repeat(QUERY_BYTES_MAX / 2));
        let (address, _) = target.for_visitor(&beyond, None, None);
        assert!(!address.contains("late") && address.contains("ref=ada"), "{address}");
        assert_eq!(parameters(&address), PARAMETERS_MAX + 2);

        // A page that is cut off would be another page.
        let long = format!("x=1&hg_to=%2Fsale%3F{}", "b%26".repeat(QUERY_BYTES_MAX));
        let (address, refused) = target.for_visitor(&long, None, None);
        assert_eq!(address, "https://shop.example/buy?ref=ada&utm_source=honey+guide&x=1");
        assert!(!refused);
        let umlauts = "\u{fc}".repeat(QUERY_BYTES_MAX);
        assert_eq!(readable_query(&umlauts), "");
    }

    #[test]
    fn a_path_stays_below_the_destination() {
        let target = target("https://shop.example/start/?plan=pro#top");
        for (path, expected) in [
            ("/pricing", "https://shop.example/start/pricing?plan=pro&utm_source=honey+guide&x=1#top"),
            ("/a/b%20c/", "https://shop.example/start/a/b%20c/?plan=pro&utm_source=honey+guide&x=1#top"),
            ("/@ada", "https://shop.example/start/@ada?plan=pro&utm_source=honey+guide&x=1#top"),
            ("/caf\u{e9}", "https://shop.example/start/caf%C3%A9?plan=pro&utm_source=honey+guide&x=1#top"),
            ("/...", "https://shop.example/start/...?plan=pro&utm_source=honey+guide&x=1#top"),
        ] {
            assert_eq!(target.for_visitor("x=1", Some(path), None), (expected.to_owned(), false), "{path}");
        }
        for path in [
            "/..",
            "/../admin",
            "/a/../../admin",
            "/%2e%2e/admin",
            "/.%2E/admin",
            "/%252e%252e/admin",
            "/./a",
            "//evil.test",
            "//evil.test/",
            "/a//b",
            "/\\evil.test",
            "/%5Cevil.test",
            "/%255cevil.test",
            "/%2F%2Fevil.test",
            "/a%2fb",
            "/a%252Fb",
            "/%0d%0aset-cookie:%20a=b",
            "/%00",
            "/%09/evil.test",
            "/a%3fb",
            "/a%23b",
            "/",
            "",
        ] {
            let (address, refused) = target.for_visitor("", Some(path), None);
            assert_eq!(address, "https://shop.example/start/?plan=pro&utm_source=honey+guide#top", "{path}");
            assert!(refused, "{path}");
        }
        let host_alone = self::target("https://shop.example");
        assert_eq!(
            host_alone.for_visitor("", Some("/@evil.test/x"), None).0,
            "https://shop.example/@evil.test/x?utm_source=honey+guide"
        );
        assert!(host_alone.for_visitor("", Some(".evil.test/"), None).1, "a path begins with a slash");
    }
}
