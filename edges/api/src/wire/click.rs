//! Clicks.

use super::{Consent, ProgramRef};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;

/// One visit through a link.
#[derive(Serialize, ToSchema)]
pub(crate) struct Click {
    #[schema(example = "clk_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub link_id: String,
    #[schema(format = DateTime)]
    pub at: String,
    /// `person`, `repeat`, or `bot_` and the reason: `bot_crawler` and `bot_program` (by the user agent; a crawler
    /// reads the web on its own, a program fetches an address that it was given), `bot_no_user_agent`, `bot_head_request`,
    /// `bot_not_navigation` (a page loaded the link as a picture, a frame, a script or the like), `bot_preview` (a browser
    /// drew a preview) and `bot_prefetch` (a browser asked ahead and was sent away until its person comes).
    #[schema(example = "person")]
    pub verdict: &'static str,
    /// For a repeat: the first visit.
    pub repeat_of: Option<String>,
    pub host: String,
    pub path: String,
    pub referrer: Option<String>,
    pub device: &'static str,
    pub os: &'static str,
    pub browser: &'static str,
    pub language: Option<String>,
    pub utm_source: Option<String>,
    pub utm_medium: Option<String>,
    pub utm_campaign: Option<String>,
    pub utm_term: Option<String>,
    pub utm_content: Option<String>,
    pub sub1: Option<String>,
    pub sub2: Option<String>,
    pub sub3: Option<String>,
    pub sub4: Option<String>,
    pub sub5: Option<String>,
    pub consent: Consent,
    /// Only with consent.
    pub visitor_id: Option<String>,
}

impl View for Click {
    type Row = click::Click;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let [sub1, sub2, sub3, sub4, sub5] = it.subs;
        let repeat_of = match it.verdict {
            click::Verdict::Repeat { of } => Some(of.to_string()),
            _ => None,
        };
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            link_id: it.link.to_string(),
            at: it.at.to_string(),
            verdict: it.verdict.name(),
            repeat_of,
            host: it.host,
            path: it.path,
            referrer: it.referrer,
            device: it.agent.device.name(),
            os: it.agent.os.name(),
            browser: it.agent.browser.name(),
            language: it.language,
            utm_source: it.utm.source,
            utm_medium: it.utm.medium,
            utm_campaign: it.utm.campaign,
            utm_term: it.utm.term,
            utm_content: it.utm.content,
            sub1,
            sub2,
            sub3,
            sub4,
            sub5,
            consent: it.consent.into(),
            visitor_id: it.visitor.map(|id| id.to_string()),
        }
    }
}
