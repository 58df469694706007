//! API keys: publishable ones live in browsers, secret ones on the merchant's servers.

use serde::{Deserialize, Serialize};
use words::{Grant, Instant, KeyId, Scope, UserId};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// May send clicks and weak leads only.
    Publishable,
    Secret,
}

/// The key itself is shown once and never stored; `hash` is its SHA-256 in hexadecimal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ApiKey {
    pub id: KeyId,
    pub scope: Scope,
    pub kind: KeyKind,
    pub name: String,
    pub hash: String,
    /// The first characters, by which people tell keys apart.
    pub hint: String,
    /// Empty for publishable keys.
    pub allows: Vec<Grant>,
    /// The member who made it; none if the operator did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    pub created_at: Instant,
    /// From then on it opens nothing. A rotation gives the old key a last few hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Instant>,
}

impl ApiKey {
    pub fn is_open(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|expires| now < expires)
    }
}
