//! Business events in the order of their numbers.

use super::changes::StorageError;
use async_trait::async_trait;
use facts::NumberedFact;
use words::Scope;

/// Business events in the order of their numbers.
#[async_trait]
pub trait Facts: Send + Sync {
    /// Facts of the scope (none: of all) with a number greater than `after`, in order.
    async fn facts(
        &self,
        scope: Option<Scope>,
        after: u64,
        limit: usize,
    ) -> Result<Vec<NumberedFact>, StorageError>;

    /// The number of the last fact, found by doubling and halving: facts are numbered without gaps, so that one exists
    /// beyond a number exactly when the number is less than the last.
    async fn last_fact(&self) -> Result<u64, StorageError> {
        let (mut known, mut step) = (0, 1);
        while !self.facts(None, known + step - 1, 1).await?.is_empty() {
            known += step;
            step *= 2;
        }
        while step > 1 {
            step /= 2;
            if !self.facts(None, known + step - 1, 1).await?.is_empty() {
                known += step;
            }
        }
        Ok(known)
    }
}
