//! The audit log: who did what, append-only.

use super::changes::StorageError;
use crate::caller::{Actor, Origin};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use words::{AuditId, Instant, Mode, Scope, WorkspaceId};

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

/// Which records of the audit log are wanted; every condition that is there must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    pub action: Option<String>,
    pub subject: Option<String>,
    /// `operator`, `key`, `member`, `partner` or `visitor`.
    pub actor: Option<String>,
    pub since: Option<Instant>,
    pub until: Option<Instant>,
}

/// The audit log: who did what, append-only.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// A scope's audit log, newest first: at most `limit` records older than `before`. What concerns live and test
    /// alike (people, log-ins) stands in the live one.
    async fn audit_log(
        &self,
        scope: Scope,
        filter: &AuditFilter,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Vec<AuditRecord>, StorageError>;
}
