//! Where a link's visitor is sent: the destination from the book, merged with the visitor's own
//! query and the UTM template. There is no way to name another site from outside.

use program::{Link, Program};
use std::{borrow::Cow, sync::Arc};
use url::{Url, form_urlencoded};

/// Carries the click's id (or, without consent, the link's) to the destination.
pub const HG_PARAMETER: &str = "hg";
/// Names a page within the allowed domains instead of the link's own destination.
pub const DEEP_LINK_PARAMETER: &str = "hg_to";
/// `granted` or `denied`, from the page that holds the link.
pub const CONSENT_PARAMETER: &str = "hg_consent";
/// More parameters than this are not passed on.
pub const PARAMETERS_MAX: usize = 64;

/// A link's destination, taken apart once so that following it is only putting together.
#[derive(Clone, Debug)]
pub struct Target {
    url: Url,
    base: String,
    /// Name (decoded) and the pair as it is written.
    pairs: Vec<(String, String)>,
    utm: Vec<(String, String)>,
    fragment: String,
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
        Some(Target { utm: utm.collect(), ..Self::of_url(url, program.clone()) })
    }

    fn of_url(mut url: Url, program: Arc<Program>) -> Target {
        let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        url.set_fragment(None);
        let pairs = raw_pairs(url.query().unwrap_or_default())
            .map(|(name, pair)| (name.into_owned(), pair.to_owned()))
            .collect();
        let mut bare = url.clone();
        bare.set_query(None);
        Target { url, base: bare.into(), pairs, utm: Vec::new(), fragment, program }
    }

    /// The address for one visitor. Of parameters with the same name the visitor's own wins, then
    /// the destination's, then the template's; `hg` is ours alone. The second value says whether
    /// the visitor named a page that we refuse to lead to.
    pub fn for_visitor(&self, query: &str, hg: Option<&str>) -> (String, bool) {
        let Some(wanted) = query_value(query, DEEP_LINK_PARAMETER) else {
            return (self.merged(query, hg), false);
        };
        match self.url.join(&wanted).ok().filter(|url| self.program.allows(url) && is_plain(url)) {
            Some(url) => {
                let deep = Target { utm: self.utm.clone(), ..Self::of_url(url, self.program.clone()) };
                (deep.merged(query, hg), false)
            }
            None => (self.merged(query, hg), true),
        }
    }

    fn merged(&self, query: &str, hg: Option<&str>) -> String {
        let ours = |name: &str| [HG_PARAMETER, DEEP_LINK_PARAMETER, CONSENT_PARAMETER].contains(&name);
        let visitor: Vec<_> = raw_pairs(query).filter(|(name, _)| !ours(name)).take(PARAMETERS_MAX).collect();
        let sent = |name: &str| visitor.iter().any(|(other, _)| other == name);
        let own = |name: &str| self.pairs.iter().any(|(other, _)| other == name);
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
        self.utm.iter().filter(|(name, _)| !sent(name) && !own(name)).for_each(|(_, pair)| push(pair));
        visitor.iter().for_each(|(_, pair)| push(pair));
        if let Some(hg) = hg {
            push(&format!("{HG_PARAMETER}={hg}"));
        }
        out.push_str(&self.fragment);
        out
    }
}

fn is_plain(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
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
            colour: None,
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
            enrolment: EnrolmentId::draw(at, chance),
            partner: PartnerId::draw(at, chance),
            domain: String::new(),
            slug: "ada".to_owned(),
            destination: destination.to_owned(),
            utm: Utm::default(),
            aliases: Vec::new(),
            archived_at: None,
            created_at: at,
        };
        Target::new(&link, &program).unwrap()
    }

    #[test]
    fn the_visitors_own_query_wins_then_the_destinations_then_the_template() {
        let target = target("https://shop.example/buy?plan=pro&utm_source=book#top");
        let (address, refused) = target.for_visitor("plan=free&x=%20&hg=clk_forged", Some("clk_1"));
        assert_eq!(address, "https://shop.example/buy?utm_source=book&plan=free&x=%20&hg=clk_1#top");
        assert!(!refused);
        let (address, _) = self::target("https://shop.example/").for_visitor("", Some("clk_1"));
        assert_eq!(address, "https://shop.example/?utm_source=honey+guide&hg=clk_1");
        let (address, _) = self::target("https://shop.example/").for_visitor("%75tm_source=me", None);
        assert_eq!(address, "https://shop.example/?%75tm_source=me");
    }

    #[test]
    fn a_deep_link_stays_within_the_allowed_domains() {
        let target = target("https://shop.example/a/b");
        let follow = |wanted: &str| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("hg_to", wanted).finish();
            target.for_visitor(&query, None)
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
}
