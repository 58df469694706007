//! What programs, partners and customers are called, in memory.

use super::MemoryBook;
use async_trait::async_trait;
use engine::ports::{Directory, StorageError};
use referral::Customer;
use std::collections::{BTreeMap, BTreeSet};
use words::{CustomerId, PartnerId, ProgramId, Scope};

#[async_trait]
impl Directory for MemoryBook {
    async fn program_names(
        &self,
        scope: Scope,
        ids: &[ProgramId],
    ) -> Result<BTreeMap<ProgramId, String>, StorageError> {
        let tables = self.tables();
        let named = |&id: &ProgramId| Some((id, tables.program(scope, id)?.name));
        Ok(ids.iter().filter_map(named).collect())
    }

    async fn partner_names(
        &self,
        scope: Scope,
        ids: &[PartnerId],
    ) -> Result<BTreeMap<PartnerId, String>, StorageError> {
        let tables = self.tables();
        let named = |&id: &PartnerId| Some((id, tables.partner(scope, id)?.display_name));
        Ok(ids.iter().filter_map(named).collect())
    }

    async fn customers(&self, scope: Scope, ids: &[CustomerId]) -> Result<Vec<Customer>, StorageError> {
        let tables = self.tables();
        let ids: BTreeSet<_> = ids.iter().collect();
        let found = ids.into_iter().filter_map(|id| tables.customers.get(id));
        Ok(found.filter(|customer| customer.scope == scope).cloned().collect())
    }
}
