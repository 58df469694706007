//! Ids of other systems.

use super::{MemoryBook, tables::rows_of};
use async_trait::async_trait;
use engine::ports::{ExternalIds, StorageError};
use referral::{ExternalId, NamedObject};
use words::{ExternalIdId, Scope};

#[async_trait]
impl ExternalIds for MemoryBook {
    async fn external_id(&self, scope: Scope, id: ExternalIdId) -> Result<Option<ExternalId>, StorageError> {
        Ok(self.tables().external_ids.get(&id).filter(|it| it.scope == scope).cloned())
    }

    async fn external_id_of_record(
        &self,
        scope: Scope,
        system: &str,
        kind: &str,
        external_id: &str,
    ) -> Result<Option<ExternalId>, StorageError> {
        let is_meant = |it: &ExternalId| {
            it.scope == scope && it.system == system && it.kind == kind && it.external_id == external_id
        };
        Ok(rows_of(&self.tables().external_ids, is_meant).pop())
    }

    async fn external_ids_of(
        &self,
        scope: Scope,
        object: NamedObject,
    ) -> Result<Vec<ExternalId>, StorageError> {
        Ok(rows_of(&self.tables().external_ids, |it| it.scope == scope && it.object == object))
    }
}
