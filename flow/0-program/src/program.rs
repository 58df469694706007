//! The workspace (one merchant) and its programs.

use crate::{Budget, Clawback, PayoutRules, StatementSchedule, Utm, normalize_host, parse_http_url};
use serde::{Deserialize, Serialize};
use url::Url;
use words::{AMOUNT_MAX, Currency, Instant, Invalid, ProgramId, Scope, WorkspaceId, check_lines, check_text};

pub const NAME_CHARACTERS_MAX: usize = 120;
pub const ALLOWED_DOMAINS_MAX: usize = 100;
pub const DESCRIPTION_CHARACTERS_MAX: usize = 2_000;
pub const DISPUTE_DAYS_MAX: u32 = 90;
pub const DISPUTE_WINDOW_DAYS_MAX: u32 = 730;

/// One merchant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: String,
    pub created_at: Instant,
}

/// Who may apply to take part.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applications {
    /// Nobody: partners are invited or enrolled.
    Closed,
    /// Anybody; the merchant decides.
    #[default]
    ByApproval,
    /// Anybody, who then takes part at once.
    Automatic,
}

/// Whether partners have lead forms, which anybody fills in without log-in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadForms {
    #[default]
    Closed,
    /// What is submitted counts once the merchant accepts it.
    ByApproval,
    /// What is submitted counts at once, until the merchant rejects it.
    Automatic,
}

/// What the passing of a dispute's due date decides where nobody did.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeDefault {
    #[default]
    Uphold,
    Reject,
}

/// How a program's disputes go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DisputeRules {
    /// Days that a side has for its turn.
    pub days: u32,
    pub default: DisputeDefault,
    /// What is upheld without a person at most, in minor units of the program's currency.
    pub uphold_max: i64,
    /// Days after the conversion, or after it was declined, within which a dispute can be opened.
    pub window_days: u32,
}

impl Default for DisputeRules {
    fn default() -> Self {
        Self { days: 14, default: DisputeDefault::Uphold, uphold_max: 10_000, window_days: 90 }
    }
}

impl DisputeRules {
    fn check(&self) -> Result<(), Invalid> {
        if !(1..=DISPUTE_DAYS_MAX).contains(&self.days) {
            return Err(Invalid::new("disputes.days", format!("1 to {DISPUTE_DAYS_MAX} days")));
        }
        if !(1..=DISPUTE_WINDOW_DAYS_MAX).contains(&self.window_days) {
            let expected = format!("1 to {DISPUTE_WINDOW_DAYS_MAX} days");
            return Err(Invalid::new("disputes.window_days", expected));
        }
        if !(0..=AMOUNT_MAX).contains(&self.uphold_max) {
            return Err(Invalid::new("disputes.uphold_max", format!("0 to {AMOUNT_MAX} minor units")));
        }
        Ok(())
    }
}

/// A referral program: one currency, one attribution policy at a time, groups with their terms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Program {
    pub id: ProgramId,
    pub scope: Scope,
    pub name: String,
    pub currency: Currency,
    /// Hosts that links and deep links may lead to; a host covers its subdomains.
    pub allowed_domains: Vec<String>,
    /// Where a visitor of an unknown slug on the program's link host is sent.
    pub fallback_url: Option<String>,
    /// The link host that is this program's own, if it has one.
    pub link_host: Option<String>,
    /// Added to every destination where the parameter is absent.
    pub utm: Utm,
    #[serde(default)]
    pub applications: Applications,
    /// What the merchant says of it to everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The program's own color on its pages, `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// What tells the logo that it has from an earlier one; none without a logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Whether partners read each other's names where a credit is explained.
    #[serde(default)]
    pub names_partners: bool,
    #[serde(default)]
    pub lead_forms: LeadForms,
    /// Whether ids with the same verified e-mail address are one customer.
    #[serde(default)]
    pub joins_customers: bool,
    #[serde(default)]
    pub disputes: DisputeRules,
    /// What the program spends at most; none without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
    pub statement_schedule: StatementSchedule,
    #[serde(default)]
    pub clawback: Clawback,
    /// Who may approve payouts.
    #[serde(default)]
    pub payouts: PayoutRules,
    /// Whether events that name no program, and lead to none by what they carry, are this program's.
    #[serde(default)]
    pub is_default: bool,
    pub created_at: Instant,
}

/// The program of events that lead to none: the one that was chosen, else the first.
pub fn default_program(programs: &[Program]) -> Option<&Program> {
    let chosen = programs.iter().find(|program| program.is_default);
    chosen.or_else(|| programs.iter().min_by_key(|program| (program.created_at, program.id)))
}

impl Program {
    /// Checks what the merchant typed; the first fault is named.
    pub fn check(&self) -> Result<(), Invalid> {
        check_text("name", &self.name, NAME_CHARACTERS_MAX)?;
        if self.allowed_domains.is_empty() || self.allowed_domains.len() > ALLOWED_DOMAINS_MAX {
            return Err(Invalid::new("allowed_domains", format!("1 to {ALLOWED_DOMAINS_MAX} host names")));
        }
        let is_host = |host: &String| normalize_host(host).as_ref() == Some(host);
        if !self.allowed_domains.iter().all(is_host) {
            return Err(Invalid::new("allowed_domains", "host names like shop.example"));
        }
        if !self.link_host.iter().all(is_host) {
            return Err(Invalid::new("link_host", "a host name like go.shop.example"));
        }
        if let Some(url) = &self.fallback_url {
            self.check_destination("fallback_url", url)?;
        }
        if let Some(description) = &self.description {
            check_lines("description", description, DESCRIPTION_CHARACTERS_MAX)?;
        }
        if self.color.as_ref().is_some_and(|color| !is_color(color)) {
            return Err(Invalid::new("color", "a color like #1a7f5a, in lower case"));
        }
        self.disputes.check()?;
        self.budget.as_ref().map_or(Ok(()), Budget::check)?;
        self.statement_schedule.check()?;
        self.clawback.check()?;
        self.payouts.check()?;
        self.utm.check()
    }

    /// A destination must be an http(s) address within the allowed domains: no open redirect.
    pub fn check_destination(&self, field: &'static str, destination: &str) -> Result<Url, Invalid> {
        let url = parse_http_url(field, destination)?;
        if !self.allows(&url) {
            let domains = self.allowed_domains.join(", ");
            return Err(Invalid::new(field, format!("an address within the allowed domains ({domains})")));
        }
        Ok(url)
    }

    /// Whether the address lies within the allowed domains or their subdomains. `www.shop.example` is `shop.example`, too.
    pub fn allows(&self, url: &Url) -> bool {
        let covers = |host: &str, domain: &str| {
            let rest = host.strip_suffix(domain);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                || domain.strip_prefix("www.") == Some(host)
        };
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some_and(|host| {
                let host = host.trim_end_matches('.');
                self.allowed_domains.iter().any(|domain| covers(host, domain))
            })
    }
}

fn is_color(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Mode, WorkspaceId};

    fn program(domains: &[&str]) -> Program {
        let at = Instant::from_micros(0);
        Program {
            id: ProgramId::draw(at, 0),
            scope: Scope { workspace: WorkspaceId::draw(at, 0), mode: Mode::Live },
            name: "Acme".to_owned(),
            currency: "EUR".parse().unwrap(),
            allowed_domains: domains.iter().map(|&domain| domain.to_owned()).collect(),
            fallback_url: None,
            link_host: None,
            utm: Utm::default(),
            applications: Applications::default(),
            description: None,
            color: None,
            logo: None,
            names_partners: false,
            lead_forms: LeadForms::default(),
            joins_customers: false,
            disputes: DisputeRules::default(),
            budget: None,
            statement_schedule: StatementSchedule::default(),
            clawback: Clawback::default(),
            payouts: PayoutRules::default(),
            is_default: false,
            created_at: at,
        }
    }

    #[test]
    fn only_the_allowed_domains_and_their_subdomains_are_destinations() {
        let program = program(&["shop.example"]);
        for good in ["https://shop.example/", "http://www.shop.example/a?b=c#d", "https://SHOP.example"] {
            assert!(program.check_destination("destination", good).is_ok(), "{good}");
        }
        for bad in [
            "https://evilshop.example/",
            "https://shop.example.evil.test/",
            "https://shop.example@evil.test/",
            "https://evil.test\\@shop.example/",
            "javascript:alert(1)",
            "//shop.example/",
            "/pricing",
            "ftp://shop.example/",
            "https://user@shop.example/",
        ] {
            assert!(program.check_destination("destination", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_domain_of_a_www_host_is_allowed_with_it() {
        let program = program(&["www.shop.example"]);
        for good in ["https://www.shop.example/", "https://shop.example/", "shop.example/a"] {
            assert!(program.check_destination("destination", good).is_ok(), "{good}");
        }
        for bad in ["https://blog.shop.example/", "https://evilwww.shop.example/"] {
            assert!(program.check_destination("destination", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_first_program_is_the_default_until_another_is_chosen() {
        let later = |seconds: i64, is_default| {
            let at = Instant::from_micros(seconds * 1_000_000);
            Program { id: ProgramId::draw(at, 0), created_at: at, is_default, ..program(&["shop.example"]) }
        };
        let (second, first, chosen) = (later(2, false), later(1, false), later(3, true));
        assert_eq!(default_program(&[]), None);
        assert_eq!(default_program(&[second.clone(), first.clone()]), Some(&first));
        assert_eq!(default_program(&[second, first, chosen.clone()]), Some(&chosen));
    }
}
