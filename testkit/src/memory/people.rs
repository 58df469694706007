//! People in memory: users, seats, sessions, one-time links, throttles, uses and letters.

use super::{
    MemoryBook,
    tables::{Claim, rows_of},
};
use async_trait::async_trait;
use engine::ports::{
    Accounts, ApiKeys, AuditFilter, AuditLog, AuditRecord, Letters, OutgoingLetter, Sessions, StorageError,
};
use program::{ApiKey, Invitation, Membership, Session, Throttle, Token, User, Workspace};
use words::{
    AuditId, EmailHash, Instant, InvitationId, KeyId, MembershipId, Mode, Scope, UserId, WorkspaceId,
};

#[async_trait]
impl Accounts for MemoryBook {
    async fn workspaces(&self) -> Result<Vec<Workspace>, StorageError> {
        Ok(rows_of(&self.tables().workspaces, |_| true))
    }

    async fn workspace(&self, id: WorkspaceId) -> Result<Option<Workspace>, StorageError> {
        Ok(self.tables().workspaces.get(&id).cloned())
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, StorageError> {
        Ok(self.tables().users.get(&id).cloned())
    }

    async fn user_by_email(&self, hash: &EmailHash) -> Result<Option<User>, StorageError> {
        let tables = self.tables();
        let id = tables.owner(&Claim::User(hash.0.clone()));
        Ok(id.and_then(|id| tables.users.get(&id)).cloned())
    }

    async fn membership(&self, id: MembershipId) -> Result<Option<Membership>, StorageError> {
        Ok(self.tables().memberships.get(&id).cloned())
    }

    async fn memberships_of(&self, user: UserId) -> Result<Vec<Membership>, StorageError> {
        Ok(rows_of(&self.tables().memberships, |membership| membership.user == user))
    }

    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<(Membership, User)>, StorageError> {
        let tables = self.tables();
        let found = rows_of(&tables.memberships, |membership| membership.workspace == workspace);
        let with_user = |membership: Membership| {
            let user = tables.users.get(&membership.user)?.clone();
            Some((membership, user))
        };
        Ok(found.into_iter().filter_map(with_user).collect())
    }

    async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError> {
        Ok(self.tables().invitations.get(&id).cloned())
    }

    async fn invitations(&self, workspace: WorkspaceId) -> Result<Vec<Invitation>, StorageError> {
        Ok(rows_of(&self.tables().invitations, |invitation| invitation.workspace == workspace))
    }
}

#[async_trait]
impl Sessions for MemoryBook {
    async fn session_by_hash(
        &self,
        hash: &str,
    ) -> Result<Option<(Session, User, Option<Instant>)>, StorageError> {
        let tables = self.tables();
        let session = rows_of(&tables.sessions, |session| session.hash == hash).pop();
        Ok(session.and_then(|session| {
            let user = tables.users.get(&session.user)?.clone();
            let used_at = tables.uses.get(&session.id.to_string()).copied();
            Some((session, user, used_at))
        }))
    }

    async fn sessions_of(&self, user: UserId) -> Result<Vec<(Session, Option<Instant>)>, StorageError> {
        let tables = self.tables();
        let found = rows_of(&tables.sessions, |session| session.user == user);
        let with_use = |session: Session| {
            let used_at = tables.uses.get(&session.id.to_string()).copied();
            (session, used_at)
        };
        Ok(found.into_iter().map(with_use).collect())
    }

    async fn token(&self, hash: &str) -> Result<Option<Token>, StorageError> {
        Ok(self.tables().tokens.get(hash).cloned())
    }

    async fn tokens_of(&self, user: UserId, now: Instant) -> Result<Vec<Token>, StorageError> {
        let tables = self.tables();
        let good = |token: &&Token| token.purpose.user() == Some(user) && token.expires_at > now;
        let mut found: Vec<_> = tables.tokens.values().filter(good).cloned().collect();
        found.sort_by_key(|token| token.expires_at);
        Ok(found)
    }

    async fn throttle(&self, id: &str) -> Result<Option<Throttle>, StorageError> {
        Ok(self.tables().throttles.get(id).cloned())
    }
}

#[async_trait]
impl ApiKeys for MemoryBook {
    async fn key_by_hash(&self, hash: &str) -> Result<Option<ApiKey>, StorageError> {
        Ok(self.tables().key_by_hash(hash))
    }

    async fn key(&self, workspace: WorkspaceId, id: KeyId) -> Result<Option<ApiKey>, StorageError> {
        Ok(self.tables().keys.get(&id).filter(|key| key.scope.workspace == workspace).cloned())
    }

    async fn keys(&self, workspace: WorkspaceId) -> Result<Vec<(ApiKey, Option<Instant>)>, StorageError> {
        let tables = self.tables();
        let found = rows_of(&tables.keys, |key| key.scope.workspace == workspace);
        let with_use = |key: ApiKey| {
            let used_at = tables.uses.get(&key.id.to_string()).copied();
            (key, used_at)
        };
        Ok(found.into_iter().map(with_use).collect())
    }

    async fn used_at(&self, id: &str) -> Result<Option<Instant>, StorageError> {
        Ok(self.tables().uses.get(id).copied())
    }
}

#[async_trait]
impl AuditLog for MemoryBook {
    async fn audit_log(
        &self,
        scope: Scope,
        filter: &AuditFilter,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Vec<AuditRecord>, StorageError> {
        let is = |wanted: &Option<String>, own: &str| wanted.as_ref().is_none_or(|wanted| wanted == own);
        let wanted = |record: &AuditRecord| {
            record.workspace == Some(scope.workspace)
                && record.mode.unwrap_or(Mode::Live) == scope.mode
                && before.is_none_or(|before| record.id < before)
                && is(&filter.action, &record.action)
                && is(&filter.subject, &record.subject)
                && is(&filter.actor, record.actor.name())
                && filter.since.is_none_or(|since| record.at >= since)
                && filter.until.is_none_or(|until| record.at < until)
        };
        let mut found = rows_of(&self.tables().audit_log, wanted);
        found.reverse();
        found.truncate(limit);
        Ok(found)
    }
}

#[async_trait]
impl Letters for MemoryBook {
    async fn due_letters(&self, now: Instant, limit: usize) -> Result<Vec<OutgoingLetter>, StorageError> {
        let mut letters = rows_of(&self.tables().letters, |letter| letter.run_at <= now);
        letters.sort_by_key(|letter| (letter.run_at, letter.id));
        letters.truncate(limit);
        Ok(letters)
    }

    async fn letters_after(&self, after: Instant, limit: usize) -> Result<Vec<OutgoingLetter>, StorageError> {
        let mut letters = rows_of(&self.tables().letters, |letter| letter.run_at > after);
        letters.sort_by_key(|letter| (letter.run_at, letter.id));
        letters.truncate(limit);
        Ok(letters)
    }
}
