//! The part of the book about people: users, their seats and sessions, keys, letters.

use super::{
    audit_log::AuditRecord,
    changes::{StorageError, VersionKey},
};
use async_trait::async_trait;
use program::{ApiKey, Invitation, Membership, Session, Throttle, Token, User, Workspace};
use serde::{Deserialize, Serialize};
use words::{
    AuditId, EmailHash, Instant, InvitationId, KeyId, LetterId, MembershipId, Scope, Sealed, SubjectKey,
    UserId, WorkspaceId,
};

/// When a key or a session was last used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Use {
    /// The id of the key or session.
    pub id: String,
    pub at: Instant,
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

/// A letter that waits to be sent, sealed: links in it open accounts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutgoingLetter {
    pub id: LetterId,
    pub key: SubjectKey,
    /// Address and kind as JSON.
    pub content: Sealed,
    pub run_at: Instant,
    pub attempts: u32,
    pub created_at: Instant,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LetterChange {
    Put(OutgoingLetter),
    /// Sent, or given up. The letter must still be there, else the commit is a conflict.
    Done(LetterId),
}

/// Reads see committed state only. Users belong to no workspace; everything else names its own.
#[async_trait]
pub trait People: Send + Sync {
    /// The version under which a deed may expect to find things; 0 if it was never committed.
    async fn version(&self, key: &VersionKey) -> Result<u64, StorageError>;

    async fn workspace(&self, id: WorkspaceId) -> Result<Option<Workspace>, StorageError>;
    async fn user(&self, id: UserId) -> Result<Option<User>, StorageError>;
    async fn user_by_email(&self, hash: &EmailHash) -> Result<Option<User>, StorageError>;

    async fn membership(&self, id: MembershipId) -> Result<Option<Membership>, StorageError>;
    /// Ended ones too, in order of id.
    async fn memberships_of(&self, user: UserId) -> Result<Vec<Membership>, StorageError>;
    /// A workspace's, ended ones too, each with its user, in order of id.
    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<(Membership, User)>, StorageError>;

    /// The session, its user, and when it was last used.
    async fn session_by_hash(
        &self,
        hash: &str,
    ) -> Result<Option<(Session, User, Option<Instant>)>, StorageError>;
    /// With the last use of each, in order of id; ended ones too until they are forgotten.
    async fn sessions_of(&self, user: UserId) -> Result<Vec<(Session, Option<Instant>)>, StorageError>;

    async fn token(&self, hash: &str) -> Result<Option<Token>, StorageError>;
    /// A user's one-time links that expire after `now`, used ones too.
    async fn tokens_of(&self, user: UserId, now: Instant) -> Result<Vec<Token>, StorageError>;
    async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError>;
    /// A workspace's, in order of id.
    async fn invitations(&self, workspace: WorkspaceId) -> Result<Vec<Invitation>, StorageError>;
    async fn throttle(&self, id: &str) -> Result<Option<Throttle>, StorageError>;

    async fn key(&self, workspace: WorkspaceId, id: KeyId) -> Result<Option<ApiKey>, StorageError>;
    /// A workspace's, live and test, with the last use of each, in order of id.
    async fn keys(&self, workspace: WorkspaceId) -> Result<Vec<(ApiKey, Option<Instant>)>, StorageError>;
    async fn used_at(&self, id: &str) -> Result<Option<Instant>, StorageError>;

    /// A scope's audit log, newest first: at most `limit` records older than `before`. What concerns live and test
    /// alike (people, log-ins) stands in the live one.
    async fn audit_log(
        &self,
        scope: Scope,
        filter: &AuditFilter,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Vec<AuditRecord>, StorageError>;

    /// The longest due first.
    async fn due_letters(&self, now: Instant, limit: usize) -> Result<Vec<OutgoingLetter>, StorageError>;
    /// Those that are due after `after`, in order of time.
    async fn letters_after(&self, after: Instant, limit: usize) -> Result<Vec<OutgoingLetter>, StorageError>;
}
