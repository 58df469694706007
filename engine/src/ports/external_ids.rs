//! Ids of other systems.

use super::changes::StorageError;
use async_trait::async_trait;
use referral::{ExternalId, NamedObject};
use words::{ExternalIdId, Scope};

/// Ids of other systems.
#[async_trait]
pub trait ExternalIds: Send + Sync {
    async fn external_id(&self, scope: Scope, id: ExternalIdId) -> Result<Option<ExternalId>, StorageError>;

    /// The external id of another system's record. Texts are compared byte by byte.
    async fn external_id_of_record(
        &self,
        scope: Scope,
        system: &str,
        kind: &str,
        external_id: &str,
    ) -> Result<Option<ExternalId>, StorageError>;

    /// All ids that name the object, in ascending order of our ids.
    async fn external_ids_of(
        &self,
        scope: Scope,
        object: NamedObject,
    ) -> Result<Vec<ExternalId>, StorageError>;
}
