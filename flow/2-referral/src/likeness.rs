//! Whether two companies, each written down by another partner, are one: by their domains, their contacts and their
//! names. It says how sure it is and why, so that a person can decide.

mod compare;
mod domain;
mod hosts;
mod legal;
mod name;
mod spelling;
mod suffix;
mod vocabulary;

pub use domain::{is_mail_provider, normalize_domain};
pub use name::normalize_company;

use serde::{Deserialize, Serialize};
use words::EmailHash;

use compare::{Name, NameLikeness, compare};
use domain::brand;
pub use domain::{company_domain, telling_domain};
use name::in_one_word;

/// From this score on two companies are taken for one until a person says otherwise.
///
/// It lies between what names alone reach when each word of one has met a word of the other (783 000 for the worst
/// slips that are forgiven) and what they reach at different domains (700 000) or when one is a part of the other
/// (600 000).
pub const LIKELY_SAME_SCORE_MIN: u32 = 750_000;

/// From this score on two companies may be one, and a person does well to look: one name is a part of the other, or
/// the names are one and the domains are not. More of what is shown is wrong, and less is missed.
pub const POSSIBLY_SAME_SCORE_MIN: u32 = 550_000;

/// A score is of a million.
pub const LIKENESS_SCORE_MAX: u32 = 1_000_000;

/// What each signal is worth on its own, of a million.
const SAME_DOMAIN_SCORE: u32 = 950_000;
const SAME_CONTACT_SCORE: u32 = 900_000;
const SAME_NAME_SCORE: u32 = 900_000;
const SAME_BRAND_SCORE: u32 = 850_000;
const NAME_IN_DOMAIN_SCORE: u32 = 850_000;
const NAME_WITHIN_SCORE: u32 = 600_000;
const INITIALS_SCORE: u32 = 780_000;
/// The most that names can say about companies at different domains.
const DIFFERENT_DOMAINS_SCORE_MAX: u32 = 700_000;
/// Every further signal takes this part of what is missing to certainty.
const FURTHER_SIGNAL_DIVISOR: u32 = 4;

/// Names less alike, in millionths, are not worth mentioning.
const SIMILAR_NAME_MILLIONTHS_MIN: u32 = 500_000;
/// A mark of fewer letters stands in too many domains.
const MARK_CHARACTERS_MIN: usize = 3;

/// What the whole adds to the domain of the mark: tui.com and tuigroup.com.
const MARK_ENDINGS: &[&str] =
    &["group", "gruppe", "groupe", "grupo", "holding", "international", "global", "online"];

/// A company as somebody wrote it down.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Company {
    pub name: String,
    /// A domain, a web address or an e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<EmailHash>,
}

/// Why two companies may, or may not, be one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Signal {
    /// One registrable domain, which is no mail provider's.
    SameDomain,
    /// One name under two suffixes: acme.de and acme.com.
    SameBrand,
    /// Both have a domain, and the domains have nothing in common. Speaks against.
    DifferentDomains,
    /// The same e-mail address of the contact.
    SameContact,
    /// The same name but for its form.
    SameName,
    SimilarName {
        millionths: u32,
    },
    /// Every word of one name is in the other, which has more: Siemens and Siemens Energy.
    NameWithin,
    /// One name is the initials of the other.
    Initials,
    /// The name of the one, which has no domain of its own, is the domain of the other.
    NameInDomain,
}

/// How likely two companies are one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Likeness {
    /// Of a million: an order for those who look, not a probability.
    pub score: u32,
    pub signals: Vec<Signal>,
}

impl Likeness {
    /// Whether the two are taken for one; see [`LIKELY_SAME_SCORE_MIN`].
    pub fn is_likely_same(&self) -> bool {
        self.score >= LIKELY_SAME_SCORE_MIN
    }

    /// Whether the two are worth a look; see [`POSSIBLY_SAME_SCORE_MIN`].
    pub fn is_possibly_same(&self) -> bool {
        self.score >= POSSIBLY_SAME_SCORE_MIN
    }
}

/// A company that was read once, to be compared with many.
pub struct ReadCompany<'a> {
    company: &'a Company,
    name: Name,
    domain: Option<String>,
}

impl<'a> ReadCompany<'a> {
    pub fn new(company: &'a Company) -> Self {
        let domain = company.domain.as_deref().and_then(telling_domain);
        Self { company, name: Name::new(&company.name), domain }
    }
}

/// How likely two companies are one; the same in both directions.
pub fn likeness(a: &Company, b: &Company) -> Likeness {
    likeness_of(&ReadCompany::new(a), &ReadCompany::new(b))
}

/// The same of companies that were read before.
pub fn likeness_of(a: &ReadCompany<'_>, b: &ReadCompany<'_>) -> Likeness {
    let (name_a, name_b) = (&a.name, &b.name);
    let names = compare(name_a, name_b);
    let mut evidence = Vec::new();
    let domains = (&a.domain, &b.domain);
    let (a, b) = (a.company, b.company);
    let mut differ = false;
    match domains {
        (Some(domain_a), Some(domain_b)) if domain_a == domain_b => {
            evidence.push((Signal::SameDomain, SAME_DOMAIN_SCORE));
        }
        (Some(domain_a), Some(domain_b)) => match shared_mark(domain_a, domain_b) {
            Some(mark) => {
                let is_named = name_a.is_mark(&mark) || name_b.is_mark(&mark);
                let fits = names.initials || is_one_name(&names) || is_named && !names.is_part;
                evidence.push((Signal::SameBrand, if fits { SAME_BRAND_SCORE } else { 0 }));
            }
            None => differ = true,
        },
        (Some(domain), None) if is_in_domain(name_b, domain) => {
            evidence.push((Signal::NameInDomain, NAME_IN_DOMAIN_SCORE));
        }
        (None, Some(domain)) if is_in_domain(name_a, domain) => {
            evidence.push((Signal::NameInDomain, NAME_IN_DOMAIN_SCORE));
        }
        _ => {}
    }
    let same_contact = a.contact.is_some() && a.contact == b.contact;
    if same_contact {
        evidence.push((Signal::SameContact, SAME_CONTACT_SCORE));
    }
    let is_same_text = name_a.is_empty() && !a.name.trim().is_empty() && a.name.trim() == b.name.trim();
    if names.millionths == LIKENESS_SCORE_MAX || is_same_text {
        evidence.push((Signal::SameName, SAME_NAME_SCORE));
    } else if is_similar(&names) {
        let millionths = names.millionths;
        evidence.push((Signal::SimilarName { millionths }, name_score(millionths)));
    }
    // At different domains a part of a name is a subsidiary, or another company altogether.
    if names.is_within && !is_one_name(&names) && !differ {
        evidence.push((Signal::NameWithin, NAME_WITHIN_SCORE));
    }
    if names.initials {
        evidence.push((Signal::Initials, INITIALS_SCORE));
    }
    let mut score = weigh(&evidence);
    let mut signals: Vec<Signal> = evidence.into_iter().map(|(signal, _)| signal).collect();
    if differ {
        signals.push(Signal::DifferentDomains);
        if !same_contact {
            score = score.min(DIFFERENT_DOMAINS_SCORE_MAX);
        }
    }
    Likeness { score, signals }
}

/// The strongest signal counts in full, every further one takes a part of what is missing.
fn weigh(evidence: &[(Signal, u32)]) -> u32 {
    let mut scores: Vec<u32> = evidence.iter().map(|(_, score)| *score).filter(|score| *score > 0).collect();
    scores.sort_unstable();
    let Some(strongest) = scores.pop() else {
        return 0;
    };
    scores.iter().fold(strongest, |score, _| score + (LIKENESS_SCORE_MAX - score) / FURTHER_SIGNAL_DIVISOR)
}

fn is_similar(names: &NameLikeness) -> bool {
    names.millionths >= SIMILAR_NAME_MILLIONTHS_MIN
}

/// Whether names alone would do.
fn is_one_name(names: &NameLikeness) -> bool {
    name_score(names.millionths) >= LIKELY_SAME_SCORE_MIN
}

/// Both are of a million, so that thousands are multiplied, which stay within 32 bits.
fn name_score(millionths: u32) -> u32 {
    SAME_NAME_SCORE / 1_000 * (millionths / 1_000)
}

/// The mark that two domains share under different suffixes, in one word.
fn shared_mark(a: &str, b: &str) -> Option<String> {
    let (a, b) = (mark(a)?, mark(b)?);
    (a == b).then_some(a)
}

fn mark(domain: &str) -> Option<String> {
    let mark = in_one_word(&brand(domain)?);
    let is_mark = |mark: &&str| mark.len() >= MARK_CHARACTERS_MIN;
    let short = MARK_ENDINGS.iter().find_map(|ending| mark.strip_suffix(ending).filter(is_mark));
    Some(short.unwrap_or(&mark)).filter(is_mark).map(str::to_owned)
}

fn is_in_domain(name: &Name, domain: &str) -> bool {
    mark(domain).is_some_and(|mark| name.tells_mark(&mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn company(name: &str, domain: &str, contact: &str) -> Company {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Company { name: name.to_owned(), domain: some(domain), contact: some(contact).map(EmailHash) }
    }

    #[test]
    fn one_domain_is_one_company_whatever_the_names() {
        let likeness = likeness(&company("PwC", "pwc.com", ""), &company("Price", "a@uk.pwc.com", ""));
        assert_eq!(likeness.signals, [Signal::SameDomain]);
        assert!(likeness.is_likely_same());
    }

    #[test]
    fn one_mailbox_is_one_company_and_none_is_not() {
        let (a, b) = (company("Luna", "luna.de", "7f"), company("Sole", "sole.de", "7f"));
        assert_eq!(likeness(&a, &b).signals, [Signal::SameContact, Signal::DifferentDomains]);
        assert!(likeness(&a, &b).is_likely_same());
        let (a, b) = (company("Luna", "", ""), company("Sole", "", ""));
        assert_eq!(likeness(&a, &b), Likeness { score: 0, signals: Vec::new() });
    }

    #[test]
    fn a_mail_provider_is_no_domain() {
        let likeness =
            likeness(&company("Luna", "luna@gmail.com", ""), &company("Sole", "sole@gmail.com", ""));
        assert_eq!(likeness.signals, []);
    }

    #[test]
    fn different_domains_speak_against_one_name() {
        let (a, b) = (company("City Taxi", "citytaxi.at", ""), company("City Taxi", "taxi-ulm.de", ""));
        assert_eq!(likeness(&a, &b).signals, [Signal::SameName, Signal::DifferentDomains]);
        assert!(!likeness(&a, &b).is_likely_same());
    }

    #[test]
    fn the_stored_form_is_stable() {
        let likeness = Likeness {
            score: 900_000,
            signals: vec![Signal::SimilarName { millionths: 970_000 }, Signal::SameBrand],
        };
        let stored = r#"{"score":900000,"signals":[{"kind":"similar_name","millionths":970000},{"kind":"same_brand"}]}"#;
        assert_eq!(serde_json::to_string(&likeness).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Likeness>(stored).unwrap(), likeness);
    }
}
