//! Links and codes.

use super::{CodeOffer, PartnerRef, ProgramRef, QueryPrecedence};
use crate::intake::text;
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The five UTM parameters of web analytics, added to destinations where they are absent.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "source": "partner", "medium": "referral" }))]
pub(crate) struct Utm {
    #[schema(max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    pub source: Option<String>,
    #[schema(max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    pub medium: Option<String>,
    #[schema(max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    pub campaign: Option<String>,
    #[schema(max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    pub term: Option<String>,
    #[schema(max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    pub content: Option<String>,
}

impl From<Utm> for program::Utm {
    fn from(it: Utm) -> Self {
        let Utm { source, medium, campaign, term, content } = it;
        Self { source, medium, campaign, term, content }
    }
}

impl From<program::Utm> for Utm {
    fn from(it: program::Utm) -> Self {
        let program::Utm { source, medium, campaign, term, content } = it;
        Self { source, medium, campaign, term, content }
    }
}

/// A link's options from a request; an absent one has its default.
pub(crate) fn link_options(
    forwards_path: Option<bool>,
    query_precedence: Option<QueryPrecedence>,
) -> program::LinkOptions {
    program::LinkOptions {
        forwards_path: forwards_path.unwrap_or_default(),
        query_precedence: query_precedence.map(Into::into).unwrap_or_default(),
    }
}

/// A referral link.
#[derive(Serialize, ToSchema)]
pub(crate) struct Link {
    #[schema(example = "lnk_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    /// What the partner passes on.
    #[schema(example = "https://go.shop.example/r/ada")]
    pub url: String,
    /// The link host; null for this server's own address and `/r/`.
    pub domain: Option<String>,
    pub slug: String,
    /// Slugs that it had before; they lead there, too.
    pub aliases: Vec<String>,
    /// Where visitors are led.
    pub destination: String,
    pub utm: Utm,
    /// Whether a path after the slug, such as `/r/ada/pricing`, leads to that path below the destination. Otherwise such a
    /// path is not found.
    pub forwards_path: bool,
    pub query_precedence: QueryPrecedence,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Set: it counts and leads nowhere from then on.
    #[schema(format = DateTime)]
    pub archived_at: Option<String>,
}

impl View for Link {
    type Row = program::Link;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let url = match it.domain.as_str() {
            "" => format!("{}/r/{}", by.public_url, it.slug),
            domain => format!("https://{domain}/{}", it.slug),
        };
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            url,
            domain: Some(it.domain).filter(|domain| !domain.is_empty()),
            slug: it.slug,
            aliases: it.aliases,
            destination: it.destination,
            utm: it.utm.into(),
            forwards_path: it.options.forwards_path,
            query_precedence: it.options.query_precedence.into(),
            created_at: it.created_at.to_string(),
            archived_at: it.archived_at.map(|at| at.to_string()),
        }
    }
}

/// A referral code: what a customer types or says.
#[derive(Serialize, ToSchema)]
pub(crate) struct Code {
    #[schema(example = "cod_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    /// Upper case without blanks, the form in which codes are compared.
    #[schema(example = "ADA20")]
    pub code: String,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Set: it counts and leads nowhere from then on.
    #[schema(format = DateTime)]
    pub archived_at: Option<String>,
    /// Set: from then on it counts only for customers whom its owner led in another way too.
    #[schema(format = DateTime)]
    pub leaked_at: Option<String>,
    pub customer_offer: CodeOffer,
}

impl View for Code {
    type Row = program::Code;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            code: it.code,
            created_at: it.created_at.to_string(),
            archived_at: it.archived_at.map(|at| at.to_string()),
            leaked_at: it.leaked_at.map(|at| at.to_string()),
            customer_offer: it.customer_offer.into(),
        }
    }
}
