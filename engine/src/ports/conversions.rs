//! Conversions and who is credited for them.

use super::{changes::StorageError, files::CaseFile, lists::Page};
use async_trait::async_trait;
use conversion::{Conversion, Decision, Kind, Position};
use settlement::History;
use words::{ConversionId, CustomerId, PartnerId, ProgramId, Scope};

#[derive(Clone, Debug, Default)]
pub struct ConversionFilter {
    pub program: Option<ProgramId>,
    pub kind: Option<Kind>,
    pub customer: Option<CustomerId>,
    pub external_id: Option<String>,
}

/// Conversions and who is credited for them.
#[async_trait]
pub trait Conversions: Send + Sync {
    async fn conversion_by_key(
        &self,
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Result<Option<Conversion>, StorageError>;

    /// The sale, if it was reported; every refund, chargeback and reversal that names it or one of its refunds, also those
    /// that came before it; and the version of its `VersionKey::Sale`.
    async fn sale_file(
        &self,
        scope: Scope,
        program: ProgramId,
        source: &str,
        external_id: &str,
    ) -> Result<(Option<Conversion>, Vec<Conversion>, u64), StorageError>;

    async fn conversions(
        &self,
        scope: Scope,
        filter: &ConversionFilter,
        page: Page<ConversionId>,
    ) -> Result<Vec<Conversion>, StorageError>;

    /// At most `limit` conversions from the position on, with what belongs to them.
    async fn history(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        from: &Position,
        limit: usize,
    ) -> Result<History, StorageError>;

    /// Leads and sales in whose decision a touch of the partner was weighed, newest first by their ids, before (that
    /// is, older than) a conversion, at most `limit`.
    async fn weighed(
        &self,
        scope: Scope,
        partner: PartnerId,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Result<Vec<(Conversion, Decision)>, StorageError>;

    async fn case_file(&self, scope: Scope, id: ConversionId) -> Result<Option<CaseFile>, StorageError>;
}
