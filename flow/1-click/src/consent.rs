//! What the visitor allowed us to remember.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Nobody asked: no cookie, but the click has an id that travels to the destination.
    Unknown,
    /// A first-party visitor cookie may be kept.
    Granted,
    /// No id of the visitor or the visit anywhere: only the link's id travels on.
    Denied,
}

impl Consent {
    pub fn name(self) -> &'static str {
        match self {
            Consent::Unknown => "unknown",
            Consent::Granted => "granted",
            Consent::Denied => "denied",
        }
    }
}

/// The consent of one request. `Sec-GPC: 1` (Global Privacy Control) denies whatever else was
/// said; then the link's own `hg_consent` parameter speaks; then an earlier grant's cookie.
pub fn ask_consent(privacy_control: bool, parameter: Option<&str>, has_visitor_cookie: bool) -> Consent {
    match (privacy_control, parameter, has_visitor_cookie) {
        (true, _, _) | (_, Some("denied"), _) => Consent::Denied,
        (_, Some("granted"), _) | (_, None, true) => Consent::Granted,
        _ => Consent::Unknown,
    }
}
