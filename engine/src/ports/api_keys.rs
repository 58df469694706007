//! API keys, and when keys and sessions were last used.

use super::changes::StorageError;
use async_trait::async_trait;
use program::ApiKey;
use serde::{Deserialize, Serialize};
use words::{Instant, KeyId, WorkspaceId};

/// When a key or a session was last used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Use {
    /// The id of the key or session.
    pub id: String,
    pub at: Instant,
}

/// API keys, and when keys and sessions were last used.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    async fn key_by_hash(&self, hash: &str) -> Result<Option<ApiKey>, StorageError>;

    async fn key(&self, workspace: WorkspaceId, id: KeyId) -> Result<Option<ApiKey>, StorageError>;

    /// A workspace's, live and test, with the last use of each, in order of id.
    async fn keys(&self, workspace: WorkspaceId) -> Result<Vec<(ApiKey, Option<Instant>)>, StorageError>;

    async fn used_at(&self, id: &str) -> Result<Option<Instant>, StorageError>;
}
