//! Workspaces, users and their seats. Users belong to no workspace; everything else names its own.

use super::changes::StorageError;
use async_trait::async_trait;
use program::{Invitation, Membership, User, Workspace};
use words::{EmailHash, InvitationId, MembershipId, UserId, WorkspaceId};

/// Workspaces, users and their seats. Users belong to no workspace; everything else names its own.
#[async_trait]
pub trait Accounts: Send + Sync {
    async fn workspaces(&self) -> Result<Vec<Workspace>, StorageError>;

    async fn workspace(&self, id: WorkspaceId) -> Result<Option<Workspace>, StorageError>;

    async fn user(&self, id: UserId) -> Result<Option<User>, StorageError>;

    async fn user_by_email(&self, hash: &EmailHash) -> Result<Option<User>, StorageError>;

    async fn membership(&self, id: MembershipId) -> Result<Option<Membership>, StorageError>;

    /// Ended ones too, in order of id.
    async fn memberships_of(&self, user: UserId) -> Result<Vec<Membership>, StorageError>;

    /// A workspace's, ended ones too, each with its user, in order of id.
    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<(Membership, User)>, StorageError>;

    async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError>;

    /// A workspace's, in order of id.
    async fn invitations(&self, workspace: WorkspaceId) -> Result<Vec<Invitation>, StorageError>;
}
