//! Links: the id is the permanent identity; the slug under a domain is how people write it.

use crate::Enrollment;
use serde::{Deserialize, Serialize};
use words::{EnrollmentId, Instant, Invalid, LinkId, PartnerId, ProgramId, Scope, check_text};

pub const SLUG_CHARACTERS_MAX: usize = 100;
pub const DESTINATION_CHARACTERS_MAX: usize = 2048;
/// Earlier slugs of one link.
pub const ALIASES_MAX: usize = 20;
const UTM_CHARACTERS_MAX: usize = 200;

/// The five UTM parameters of web analytics, each optional.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Utm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

impl Utm {
    /// Parameter names with their values, present or not, in the customary order.
    pub fn parameters(&self) -> [(&'static str, Option<&str>); 5] {
        [
            ("utm_source", self.source.as_deref()),
            ("utm_medium", self.medium.as_deref()),
            ("utm_campaign", self.campaign.as_deref()),
            ("utm_term", self.term.as_deref()),
            ("utm_content", self.content.as_deref()),
        ]
    }

    /// `self` where it speaks, else `other`: a link's own template over its program's.
    pub fn or(&self, other: &Utm) -> Utm {
        let pick = |own: &Option<String>, other: &Option<String>| own.clone().or_else(|| other.clone());
        Utm {
            source: pick(&self.source, &other.source),
            medium: pick(&self.medium, &other.medium),
            campaign: pick(&self.campaign, &other.campaign),
            term: pick(&self.term, &other.term),
            content: pick(&self.content, &other.content),
        }
    }

    pub fn check(&self) -> Result<(), Invalid> {
        let present = self.parameters().into_iter().filter_map(|(_, value)| value);
        present.into_iter().try_for_each(|value| check_text("utm", value, UTM_CHARACTERS_MAX))
    }
}

/// Which value wins when a parameter appears twice: in the visitor's query, and in the link's destination or UTM template.
/// Newsletters and blogs add `ref` and `utm_source` to every outgoing link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryPrecedence {
    /// The visitor's query wins.
    #[default]
    Visitor,
    /// The destination and the UTM template win.
    Link,
}

impl QueryPrecedence {
    pub const ALL: [QueryPrecedence; 2] = [QueryPrecedence::Visitor, QueryPrecedence::Link];

    pub fn name(self) -> &'static str {
        match self {
            QueryPrecedence::Visitor => "visitor",
            QueryPrecedence::Link => "link",
        }
    }
}

/// How a link treats what its visitors add to its address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkOptions {
    /// `/r/ann/pricing` leads to `pricing` below the destination. Otherwise such a path is not found.
    pub forwards_path: bool,
    pub query_precedence: QueryPrecedence,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Link {
    pub id: LinkId,
    pub scope: Scope,
    pub program: ProgramId,
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    /// The link host, or empty for the default (`/r/{slug}` on any host).
    pub domain: String,
    /// Unique within the domain, over all workspaces; compared in lower case.
    pub slug: String,
    /// Slugs that it had before, which lead there for ever; as unique as the slug itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    pub destination: String,
    pub utm: Utm,
    #[serde(default)]
    pub options: LinkOptions,
    pub created_at: Instant,
    /// While it is set the link answers like an unknown slug; its slugs stay its own, and clicks
    /// made before still count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Instant>,
}

impl Link {
    /// A link of the enrolled partner on the default host, without a template of its own.
    pub fn new(
        id: LinkId,
        enrollment: &Enrollment,
        slug: String,
        destination: String,
        created_at: Instant,
    ) -> Self {
        Self {
            id,
            scope: enrollment.scope,
            program: enrollment.program,
            enrollment: enrollment.id,
            partner: enrollment.partner,
            domain: String::new(),
            slug,
            aliases: Vec::new(),
            destination,
            utm: Utm::default(),
            options: LinkOptions::default(),
            created_at,
            archived_at: None,
        }
    }

    /// Every slug that is the link's: the present one and the earlier ones.
    pub fn slugs(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.slug).chain(&self.aliases)
    }

    /// The link under a new slug; the old one becomes an alias. An own alias may be taken up again.
    pub fn renamed(&self, slug: String) -> Result<Link, Invalid> {
        check_slug(&slug)?;
        let mut after = self.clone();
        if slug == self.slug {
            return Ok(after);
        }
        after.aliases.retain(|alias| *alias != slug);
        after.aliases.push(std::mem::replace(&mut after.slug, slug));
        if after.aliases.len() > ALIASES_MAX {
            return Err(Invalid::new(
                "slug",
                format!("one of the link's own, which had {ALIASES_MAX} others"),
            ));
        }
        Ok(after)
    }
}

/// A slug is what people type: letters, digits, `-`, `_` and `.`; lower case, since people do not
/// tell cases apart when they type.
pub fn check_slug(slug: &str) -> Result<(), Invalid> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    let fits = (1..=SLUG_CHARACTERS_MAX).contains(&slug.len());
    if !fits || !slug.bytes().all(letter) || slug.starts_with('.') {
        let expected =
            format!("1 to {SLUG_CHARACTERS_MAX} of a–z, 0–9, -, _ and ., not beginning with a full stop");
        return Err(Invalid::new("slug", expected));
    }
    Ok(())
}
