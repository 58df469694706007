//! Sessions, one-time links and throttles.

use super::changes::StorageError;
use async_trait::async_trait;
use program::{Session, Throttle, Token, User};
use words::{Instant, UserId};

/// Sessions, one-time links and throttles.
#[async_trait]
pub trait Sessions: Send + Sync {
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

    async fn throttle(&self, id: &str) -> Result<Option<Throttle>, StorageError>;
}
