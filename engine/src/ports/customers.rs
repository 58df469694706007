//! Customers, and what a program knows of them.

use super::{changes::StorageError, lists::Page};
use async_trait::async_trait;
use referral::Customer;
use settlement::CustomerFile;
use words::{CustomerId, EmailHash, ProgramId, Scope};

/// Customers, and what a program knows of them.
#[async_trait]
pub trait Customers: Send + Sync {
    /// Customers in ascending order of id, each once. Asks the store once, however many ids there are. Unknown ids and
    /// those of another scope are left out. Names are sealed, so the store returns whole customers.
    async fn customers(&self, scope: Scope, ids: &[CustomerId]) -> Result<Vec<Customer>, StorageError>;

    async fn customer_file(
        &self,
        scope: Scope,
        program: ProgramId,
        external_id: &str,
    ) -> Result<Option<CustomerFile>, StorageError>;

    async fn customer_file_by_id(
        &self,
        scope: Scope,
        program: ProgramId,
        id: CustomerId,
    ) -> Result<Option<CustomerFile>, StorageError>;

    /// Customers who were ever known under the mailbox or company, in ascending order of id after the cursor.
    async fn customers_known_as(
        &self,
        scope: Scope,
        hash: &EmailHash,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerId>, StorageError>;

    /// (scope, customer, program) of every customer with a conversion or touch in a program, or in this one, in
    /// ascending order of customer then program.
    async fn customer_programs(
        &self,
        program: Option<ProgramId>,
        after: Option<(CustomerId, ProgramId)>,
        limit: usize,
    ) -> Result<Vec<(Scope, CustomerId, ProgramId)>, StorageError>;
}
