//! Figures of a period, added up.

use super::changes::StorageError;
use async_trait::async_trait;
use report::{ConversionTallies, Question};
use words::Scope;

/// Figures of a period, added up.
#[async_trait]
pub trait Reports: Send + Sync {
    /// What was credited within a period, added up.
    async fn tally(&self, scope: Scope, asked: &Question) -> Result<ConversionTallies, StorageError>;
}
