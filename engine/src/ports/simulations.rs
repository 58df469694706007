//! What a simulation reads, and what it keeps.

use super::{changes::StorageError, files::CustomerHistory, lists::Page};
use async_trait::async_trait;
use report::KeptChange;
use words::{CustomerId, Instant, ProgramId, Scope, SimulationId};

/// What a simulation reads, and what it keeps.
#[async_trait]
pub trait Simulations: Send + Sync {
    /// Customers with a lead or sale in the program since then, in ascending order of id after the cursor, at most
    /// `limit`; touches in no particular order.
    async fn customer_histories(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerHistory>, StorageError>;

    /// How many customers that are.
    async fn count_customer_histories(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
    ) -> Result<u64, StorageError>;

    /// The changes that a simulation keeps, by place after the cursor, at most `limit`.
    async fn kept_changes(
        &self,
        scope: Scope,
        simulation: SimulationId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<KeptChange>, StorageError>;
}
