//! The part of the book that says what ids are called, for a whole page at once.

use super::changes::StorageError;
use async_trait::async_trait;
use referral::Customer;
use std::collections::BTreeMap;
use words::{CustomerId, PartnerId, ProgramId, Scope};

/// Each read asks the store once, however many ids there are. Unknown ids, and those of another scope, are left out;
/// repeated ones count once.
#[async_trait]
pub trait Directory: Send + Sync {
    async fn program_names(
        &self,
        scope: Scope,
        ids: &[ProgramId],
    ) -> Result<BTreeMap<ProgramId, String>, StorageError>;
    async fn partner_names(
        &self,
        scope: Scope,
        ids: &[PartnerId],
    ) -> Result<BTreeMap<PartnerId, String>, StorageError>;
    /// In ascending order of id. What customers are called is sealed, so that the store gives all of them.
    async fn customers(&self, scope: Scope, ids: &[CustomerId]) -> Result<Vec<Customer>, StorageError>;
}
