//! The audit log: who did what, append-only.

use crate::caller::{Actor, Origin};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use words::{AuditId, Instant, Mode, WorkspaceId};

/// One deed of administration or log-in. Never personal data in clear: nouns are named by id, and `before` and
/// `after` leave personal fields and secrets out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AuditRecord {
    pub id: AuditId,
    /// None for what belongs to no workspace: a failed log-in under an unknown address.
    pub workspace: Option<WorkspaceId>,
    /// None for what concerns live and test alike.
    pub mode: Option<Mode>,
    pub at: Instant,
    pub actor: Actor,
    pub origin: Origin,
    /// Noun and what was done, `terms.published`.
    pub action: String,
    /// The id of what it was done to.
    pub subject: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}
