//! The click row: everything a visit told us that we may keep.

use crate::{Agent, Consent, Verdict};
use program::Utm;
use serde::{Deserialize, Serialize};
use words::{ClickId, Instant, LinkId, ProgramId, Scope, VisitorId};

/// The longest text of a request that a click row keeps; the rest is cut off.
pub const TEXT_CHARACTERS_MAX: usize = 500;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Click {
    pub id: ClickId,
    pub scope: Scope,
    pub program: ProgramId,
    pub link: LinkId,
    pub at: Instant,
    pub host: String,
    pub path: String,
    /// Where the visitor came from, without its query.
    pub referrer: Option<String>,
    pub agent: Agent,
    /// The first language the browser asked for, `de-AT`.
    pub language: Option<String>,
    pub utm: Utm,
    /// The partner's own labels, `sub1` to `sub5`.
    pub subs: [Option<String>; 5],
    pub consent: Consent,
    /// Present only with consent.
    pub visitor: Option<VisitorId>,
    /// A keyed hash of address and browser, whose key changes daily; absent when consent is denied.
    pub fingerprint: Option<i64>,
    pub verdict: Verdict,
}

impl Click {
    /// The click that evidence should name: a repeat stands for the visit it repeats.
    pub fn original(&self) -> ClickId {
        match self.verdict {
            Verdict::Repeat { of } => of,
            _ => self.id,
        }
    }
}

/// The text up to `TEXT_CHARACTERS_MAX` characters, none if empty.
pub fn cut(text: &str) -> Option<String> {
    let end = text.char_indices().nth(TEXT_CHARACTERS_MAX).map_or(text.len(), |(at, _)| at);
    (end > 0).then(|| text[..end].to_owned())
}
